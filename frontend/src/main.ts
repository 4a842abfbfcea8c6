import { mount } from "svelte";
import App from "./App.svelte";
import { router } from "./router.svelte";
import { keepWith } from "./session.svelte";
import { settings } from "./settings.svelte";
import "./styles.css";
import { words } from "./words/words.svelte";

keepWith(() => import("./resident.svelte"));
settings.start();
await words.start();
router.start();
mount(App, { target: document.body });
