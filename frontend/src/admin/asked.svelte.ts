// What was asked of the node for a part of the administration, and what came of it.

import { notice } from "../notices.svelte";
import { tell } from "./words.svelte";

export class Asked<T> {
  value = $state.raw<T | null>(null);
  error = $state<unknown>(null);

  constructor(private readonly ask: () => Promise<T>) {
    void this.again();
  }

  again = async (): Promise<void> => {
    this.error = null;
    try {
      this.value = await this.ask();
    } catch (failure) {
      this.error = failure;
    }
  };
}

// Does something and says so; undefined where it did not work, which was said, too.
export async function done<T>(what: Promise<T>, said = tell("done")): Promise<T | undefined> {
  try {
    const answer = await what;
    notice.tell(said);
    return answer;
  } catch (failure) {
    notice.fail(failure);
    return undefined;
  }
}
