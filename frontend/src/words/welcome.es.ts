import type { Said } from "./more.svelte";
import type { WelcomeWord } from "./welcome.en";

export default {
  "title": "Te damos la bienvenida, {name}",
  "words": "Tres pasos, un minuto cada uno. Puedes volver a ellos desde los ajustes.",
  "know.title": "1. ¿De qué sabes?",
  "know.words": "Así te encuentran los compañeros que buscan a alguien que sepa. Unas pocas palabras por cosa, separadas por comas.",
  "know.label": "De qué sabes",
  "know.hint": "Hornos, esmaltes, documentos de exportación",
  "know.title-label": "Qué haces",
  "know.save": "Guardar",
  "know.saved": "Guardado",
  "topics.title": "2. ¿De qué quieres enterarte?",
  "topics.words": "Las publicaciones sobre un tema que sigues llegan a tu inicio, las escriba quien las escriba.",
  "topics.label": "Otro tema",
  "topics.follow": "Seguir",
  "topics.none": "Todavía no se habla de ningún tema. Empieza uno: escribe una publicación con una #palabra.",
  "people.title": "3. ¿Quién trabaja contigo?",
  "people.words": "Lo que escriban llegará a tu inicio.",
  "people.follow": "Seguir a {name}",
  "people.followed": "Sigues a {name}",
  "people.none": "Todavía no hay nadie más en el directorio. Quienes invites aparecerán en él.",
  "people.bring": "¿Tenías una cuenta en otro sitio? Trae a quienes seguías",
  "audience.title": "Quién lee lo que escribes",
  "audience.words": "Lo eliges en cada publicación. Antes de que salga, la página lo dice otra vez.",
  "done": "Ir a mi inicio",
} satisfies Said<WelcomeWord>;
