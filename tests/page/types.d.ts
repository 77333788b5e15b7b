// What the scripts of the pages give one another. They hang it on one global, so that pages opened as files can load them.
interface TallerEntry { v: string; t: number; c?: boolean }
type TallerEntries = Record<string, TallerEntry>;
interface TallerTable { name: string; rows: number; columns: string[]; month: number }
interface TallerCourse { id: string; tables: TallerTable[]; moved?: Record<string, string> }
interface TallerThreads { of: Record<string, string>; cells: Record<string, string[]> }
interface TallerControl extends HTMLInputElement { }
type TallerCell = string | number | Date;
interface TallerSheet { name: string; rows: TallerCell[][] }
interface TallerDue { kind: "action" | "check"; day: string; row: number; text: string; owner: string; href: string; month: number }
interface TallerModel {
  title: string; actions: string; start: string; coach: string[];
  months: { month: number; cells: string[]; href: string; sheet: string }[];
  drawn: any[];
  sessions: { module: string; pages: { path: string; questions: string[] }[] }[];
}
interface TallerPlan {
  start: string; today: string; actions: any[]; drawn: any[]; indicators: any[];
  months: { month: number; day: string; href: string; sheet: string; filled: number }[];
}
// The trainer's day: minutes of the day are counted from midnight, moments in milliseconds as everywhere in JavaScript.
interface TallerPiece { ref: string; kind: string; page: string; title: string; minutes: number; priority: string; at?: number }
interface TallerStep { title?: string; kind?: string; minutes: number; group?: string; priority?: string; size?: number; materials?: [string, number, "person" | "group" | "room"][]; id?: string }
interface TallerPage { title: string; kind: string; href: string; steps: TallerStep[] }
interface TallerItem { kind: string; key?: string; title?: Record<string, string>; minutes?: number; priority?: string }
interface TallerBreak { at: number; minutes: number; title: Record<string, string> }
interface TallerDay { start: number; end: number; breaks: TallerBreak[]; items: TallerItem[] }
interface TallerVariant { id: string; name: string; title: Record<string, string>; people: number; days: TallerDay[]; agenda?: number }
interface TallerRoomModel {
  course: string; language: string; languages: string[]; core: string[]; pages: Record<string, TallerPage>;
  agendas: { file: string; guide: string; href: string; participants: number; people: number; variants: TallerVariant[] }[];
}
interface TallerCourseDay { start: number; end: number; pieces: TallerPiece[]; breaks: TallerPiece[] }
interface TallerEntryOfDay { ref: string; minutes: number }
interface TallerRun { date: string; start: number; delay: number; entries: TallerEntryOfDay[] | null; paused: number; left: string[] }
interface TallerRoom {
  variant: string; people: number; runs: TallerRun[]; sound: boolean; ticks: Record<string, number>; history: TallerRun[][]; own: TallerVariant | null; time: number;
}
interface TallerSlot { ref: string; piece: TallerPiece; start: number; end: number }
interface TallerView {
  slots: TallerSlot[]; at: number; begin: number; end: number; limit: number; over: number; phase: "before" | "during" | "after"; paused: boolean; left: number;
}
interface TallerNow { room: TallerRoom; days: number; number: number; plan: TallerCourseDay; run: TallerRun; now: number; view: TallerView }
interface TallerFault { day: number; code: string; isError: boolean; values: Record<string, string | number> }
interface TallerPerson { name: string; firm: string }
interface TallerList { language: string; version: string; size: number; packed: number; files: Record<string, [string, number, number]> }
interface TallerStorage { get(name: string): string | null; set(name: string, value: string): boolean; remove(name: string): void; names(start: string): string[] }
interface TallerDatabase { isOpen(): boolean; close(): void; all(): Promise<Record<string, any>>; put(batch: Record<string, any>): Promise<boolean> }
interface Taller {
  lay: {
    day(pieces: TallerPiece[], breaks: TallerPiece[], start: number): { ref: string; start: number; minutes: number }[];
    pieces(day: TallerDay, pages: Record<string, TallerPage>, language: string): TallerPiece[];
    breaks(day: TallerDay, language: string): TallerPiece[];
    named(titles: Record<string, string> | undefined, language: string): string;
  };
  day: {
    moment(date: string, minutes: number): number; later(date: string, days: number): string;
    view(plan: TallerCourseDay, run: TallerRun, now: number): TallerView;
    push(plan: TallerCourseDay, run: TallerRun, now: number, minutes: number): TallerRun;
    again(plan: TallerCourseDay, run: TallerRun, now: number, minutes: number): TallerRun;
    pause(plan: TallerCourseDay, run: TallerRun, now: number): TallerRun;
    resume(plan: TallerCourseDay, run: TallerRun, now: number): TallerRun;
    finish(plan: TallerCourseDay, run: TallerRun, now: number): TallerRun;
    leaveOut(plan: TallerCourseDay, run: TallerRun, now: number, refs: string[]): TallerRun;
    loose(seen: TallerView): TallerPiece[]; enough(pieces: TallerPiece[], minutes: number): string[];
    which(plans: TallerCourseDay[], runs: TallerRun[], now: number): number;
  };
  groups: {
    people(text: string): TallerPerson[];
    make(people: TallerPerson[], size: number, random: () => number): { groups: TallerPerson[][]; together: { firm: string; people: number }[] };
  };
  kept: { read(): TallerRoom; write(part: Partial<TallerRoom>): TallerRoom; onChange(listen: () => void): void; isKept(): boolean };
  room: {
    box: HTMLElement; model: TallerRoomModel; variants(): TallerVariant[]; variant(room: TallerRoom): TallerVariant | null;
    runs(chosen: TallerVariant, date: string): TallerRun[]; state(): TallerNow | null; act(change: (at: TallerNow) => TallerRun): void; undo(): void;
    needs(step: TallerStep, people: number): { name: string; number: number }[]; step(piece: TallerPiece): TallerStep | null;
    clock(moment: number): string; day(moment: number): string; countdown(left: number): string;
    part(name: string): HTMLElement; fill(name: string, content: (string | Node)[]): void; on(name: string, action: (event: Event) => void): void;
    reach(within: HTMLElement): void; draw(): void; drawing: (() => void)[];
  };
  pieces: { pieces: Record<string, string>; energisers: string };
  variant: {
    check(own: TallerVariant, model: TallerRoomModel): TallerFault[]; toYaml(own: TallerVariant, model: TallerRoomModel, comment: string): string;
    clock(minutes: number): string;
  };
  dayList: { draw(at: TallerNow, shown: TallerSlot | null, look: (ref: string) => void): void; late(at: TallerNow): void };
  setup: { draw(): void };
  todayPage: { ready(): void };
  awake: { want(wanted: boolean): void; unlock(): void; beep(): void };
  beam: { send(at: TallerNow): void };
  course: TallerCourse;
  settings: { course: TallerCourse; old: string; root: string; words: Record<string, string> };
  make(tag: string, css?: string, text?: string): HTMLElement;
  button(text: string, action: () => void, css?: string): HTMLButtonElement;
  firstPath(path: string): string;
  /** Runs an action when the theme's script is there. */
  themed(action: () => void): void;
  fill(text: string, values?: Record<string, string | number>): string;
  word(key: string, values?: Record<string, string | number>): string;
  all<T extends Element = Element>(selector: string, within?: ParentNode): T[];
  entries: {
    wins(mine: TallerEntry | undefined, other: TallerEntry): boolean;
    merge(mine: TallerEntries, others: TallerEntries): string[];
    isEntry(value: any): value is TallerEntry;
    isMark(name: string): boolean;
  };
  threads: {
    find(course: TallerCourse): TallerThreads;
    latest(names: string[], entries: TallerEntries): TallerEntry | undefined;
    shown(name: string, threads: TallerThreads, entries: TallerEntries): TallerEntry | undefined;
  };
  exchange: {
    toFile(entries: TallerEntries, about: { course: string; language: string; now: Date; part?: string }): string;
    fromFile(text: string, course: string): { entries: TallerEntries; problem: "" | "format" | "version" | "course" };
  };
  database: { open(name: string): Promise<TallerDatabase | null>; exists(name: string): Promise<boolean>; remove(name: string): Promise<void> };
  store: {
    all(): TallerEntries; get(name: string): TallerEntry | undefined; value(name: string): string;
    set(name: string, value: string, copiedAt?: number): boolean;
    take(others: TallerEntries): number;
    onChange(listen: (names: string[]) => void): void;
    onTrouble(tell: (trouble: string) => void): void;
    persist(): Promise<boolean>; clear(): Promise<void>; share(shared: boolean): Promise<void>; flush(): void;
    isShared(): boolean; isAsked(): boolean; hasWords(): boolean; onWonder(ask: () => void): void; ready: Promise<void>;
  };
  controls: {
    valueOf(control: TallerControl): string; keyOf(control: TallerControl): string;
    show(control: TallerControl, value: string): void; grow(control: TallerControl): void; find(within: ParentNode): TallerControl[];
  };
  listed: {
    missing(lists: TallerList[], held: Set<string>): { path: string; digest: string; packed: number }[];
    unused(lists: TallerList[], held: Iterable<string>): string[];
    megabytes(bytes: number, language: string): string;
  };
  phone: {
    name: string;
    lists(): Promise<TallerList[]>;
    newer(): Promise<{ languages: string[]; version: string; bytes: number }>;
    keep(languages: string[], tell: (share: number) => void, signal?: AbortSignal): Promise<void>;
    remove(language: string): Promise<void>;
  };
  offlineWords: Record<string, string>;
  say(key: string, values?: Record<string, string>): string;
  reason(error: any): string;
  carry(within: ParentNode): void;
  download(name: string, content: string | Uint8Array, type: string): void;
  fileName(what: string, ending: string): string;
  today(): string;
  saveAll(): void;
  amounts: {
    number(text: string): number | null; payback(cost: number | null, monthly: number | null, saving: number | null): number | null;
    day(text: string, after: string): string; later(start: string, months: number): string; monthIn(start: string, today: string): number;
  };
  model: { read(model: TallerModel, course: TallerCourse, entries: TallerEntries, today: string): TallerPlan; due(plan: TallerPlan): TallerDue[] };
  draw: {
    drawn(sheet: any): HTMLElement; curve(one: any): HTMLElement; bar(share: number): Element; date(day: string): string; number(value: number): string;
    table(caption: string, head: string[], rows: (string | Node)[][]): HTMLElement;
  };
  labels: Record<string, string>;
  calendar(due: TallerDue[], about: { course: string; title: string; now: Date; word: (key: string, values?: any) => string }): string;
  archive(members: [string, string][]): Uint8Array;
  workbook(sheets: TallerSheet[]): Uint8Array;
  csv(rows: (string | number)[][]): string;
  plan: { read(): TallerPlan; model: TallerModel; part(name: string): HTMLElement | null; fill(name: string, content: (string | Node)[]): void };
}
declare var taller: Taller;
declare var document$: { subscribe(action: () => void): void };
declare var IFrameWorker: any;
