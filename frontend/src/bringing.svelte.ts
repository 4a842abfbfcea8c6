// What somebody chose to bring from elsewhere, done line by line: as fast as the node lets it, by one
// tab at a time, on from where it was once the page is opened again.

import { createStore, delMany, getMany, set, setMany, type UseStore } from "idb-keyval";
import { Failure } from "./api";
import type { Task } from "./bring";
import { Doer, missedBy, pauseFor, type Missed } from "./bring-task";
import { bringingKey } from "./kept";
import { notice } from "./notices.svelte";
import { router } from "./router.svelte";
import { api } from "./session.svelte";
import { settingsWords, tell } from "./words/settings.svelte";
import { words } from "./words/words.svelte";

interface Progress {
  at: number; // how many lines have been gone through
  missed: Missed[];
  paused: boolean;
}

const lockName = "hallway.bringing";
let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore("hallway-bringing", "lines"));

class Bringing {
  tasks = $state.raw<Task[]>([]);
  at = $state(0);
  missed = $state.raw<Missed[]>([]);
  paused = $state(false);
  waits = $state<{ until: number; offline: boolean } | null>(null); // before the next line
  elsewhere = $state(false); // another tab does it
  done = $derived(this.at - this.missed.filter((one) => one.why !== "line").length); // that worked
  ended = $derived(this.tasks.length > 0 && this.at >= this.tasks.length);
  #person = "";
  #tries = 0;
  #reading = false;
  #running: Promise<void> | null = null;
  #wake: () => void = () => {};

  // `missed`: lines of which it is known already that they cannot be done.
  // Returns once it is written down.
  async begin(person: string, tasks: Task[], missed: Missed[]): Promise<void> {
    await this.#stop();
    await setMany([["tasks", { person, tasks }], ["progress", { at: 0, missed, paused: false } satisfies Progress]], store());
    localStorage.setItem(bringingKey, person);
    void this.goOn(person).catch((error: unknown) => notice.fail(error));
  }

  // What is under way for them, unless it was paused; nothing where nothing is.
  async goOn(person: string): Promise<void> {
    if (this.#running || this.#reading) return;
    this.#reading = true;
    await this.#read(person).finally(() => (this.#reading = false));
    if (this.tasks.length && !this.paused && !this.ended) await this.#run();
  }

  async pause(): Promise<void> {
    this.paused = true;
    this.#wake();
    await this.#keep();
  }
  async resume(): Promise<void> {
    this.paused = false;
    await this.#keep();
    await this.#run();
  }
  // Those that did not work once more.
  async again(): Promise<void> {
    const lines = this.missed.filter((one) => one.why !== "line");
    await this.begin(this.#person, lines.map(({ kind, row }) => ({ kind, row })), this.missed.filter((one) => one.why === "line"));
  }
  // Nothing of it is left; what was done stays done.
  async forget(): Promise<void> {
    await this.#stop();
    await forgetBringing();
  }
  async #stop(): Promise<void> {
    this.tasks = [];
    this.#wake();
    if (!this.elsewhere) await this.#running;
  }

  async #read(person: string): Promise<void> {
    const [work, progress] = (await getMany(["tasks", "progress"], store())) as [{ person: string; tasks: Task[] } | undefined, Progress | undefined];
    this.#person = person;
    this.tasks = work?.person === person ? work.tasks : [];
    this.at = progress?.at ?? 0;
    this.missed = progress?.missed ?? [];
    this.paused = progress?.paused ?? false;
  }
  #keep(): Promise<void> {
    return set("progress", { at: this.at, missed: this.missed, paused: this.paused } satisfies Progress, store());
  }

  #run(): Promise<void> {
    return (this.#running ??= this.#inTurn().catch((error: unknown) => notice.fail(error)).finally(() => (this.#running = null)));
  }
  async #inTurn(): Promise<void> {
    if (!navigator.locks) return this.#goThrough(); // as on an address without TLS
    const free = await navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
      if (lock) await this.#goThrough();
      return lock !== null;
    });
    if (free) return;
    this.elsewhere = true;
    await navigator.locks.request(lockName, async () => {
      await this.#read(this.#person); // the tab that had the turn went on
      this.elsewhere = false;
      await this.#goThrough();
    });
  }

  async #goThrough(): Promise<void> {
    const doer = new Doer(api);
    while (!this.paused && this.at < this.tasks.length) {
      const task = this.tasks[this.at]!;
      try {
        await doer.do(task);
      } catch (error) {
        if (error instanceof Failure && error.reason === "signed_out") return; // on from here once they are back
        const seconds = pauseFor(error, this.#tries);
        if (seconds !== null) {
          this.#tries += 1;
          await this.#wait(seconds, error instanceof Failure && error.reason === "offline");
          continue;
        }
        this.missed = [...this.missed, missedBy(task, error)];
      }
      if (!this.tasks.length) return; // somebody left the rest out meanwhile
      this.at += 1;
      this.#tries = 0;
      await this.#keep();
    }
    if (this.ended && router.place.name !== "bring") {
      await settingsWords.speak(words.language);
      notice.tell(tell("bring.ended", { n: this.done }));
    }
  }

  // Less where somebody pauses it, or there is a connection again.
  async #wait(seconds: number, offline: boolean): Promise<void> {
    this.waits = { until: Date.now() + seconds * 1000, offline };
    await new Promise<void>((done) => {
      this.#wake = done;
      setTimeout(done, seconds * 1000);
      if (offline) addEventListener("online", () => done(), { once: true });
    });
    this.waits = null;
  }
}

export const bringing = new Bringing();

export async function forgetBringing(): Promise<void> {
  localStorage.removeItem(bringingKey);
  await delMany(["tasks", "progress"], store());
}
