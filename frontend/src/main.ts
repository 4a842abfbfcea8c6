import { mount } from "svelte";
import App from "./App.svelte";
import { router } from "./router.svelte";
import { settings } from "./settings.svelte";
import "./styles.css";
import { words } from "./words/words.svelte";

settings.start();
await words.start();
router.start();
mount(App, { target: document.body });
