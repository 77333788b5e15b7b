// What the scripts of the pages give one another. They hang it on one global, so that pages opened as files can load them.
interface TallerEntry { v: string; t: number; c?: boolean }
type TallerEntries = Record<string, TallerEntry>;
interface TallerTable { name: string; rows: number; columns: string[]; month: number }
interface TallerCourse { id: string; tables: TallerTable[] }
interface TallerThreads { of: Record<string, string>; cells: Record<string, string[]> }
interface TallerControl extends HTMLInputElement { }
interface TallerSheet { name: string; rows: (string | number)[][] }
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
interface Taller {
  course: TallerCourse;
  settings: { course: TallerCourse; old: string; root: string; words: Record<string, string> };
  make(tag: string, css?: string, text?: string): HTMLElement;
  button(text: string, action: () => void, css?: string): HTMLButtonElement;
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
  store: {
    all(): TallerEntries; get(name: string): TallerEntry | undefined; value(name: string): string;
    set(name: string, value: string, copiedAt?: number): boolean;
    take(others: TallerEntries): number;
    onChange(listen: (names: string[]) => void): void;
    onTrouble(tell: (trouble: string) => void): void;
    persist(): Promise<boolean>; clear(): Promise<void>; share(shared: boolean): Promise<void>; flush(): void;
    isShared(): boolean; isAsked(): boolean; ready: Promise<void>;
  };
  controls: {
    valueOf(control: TallerControl): string; keyOf(control: TallerControl): string;
    show(control: TallerControl, value: string): void; grow(control: TallerControl): void; find(within: ParentNode): TallerControl[];
  };
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
