// What the service worker stands on; its languages are written before it.
interface WorkerList { language: string; version: string; files: Record<string, [string, number, number]> }
declare const languages: string[];
