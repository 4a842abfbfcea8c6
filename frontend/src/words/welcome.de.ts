import type { Said } from "./more.svelte";
import type { WelcomeWord } from "./welcome.en";

export default {
  "title": "Willkommen, {name}",
  "words": "Drei Schritte, je eine Minute. In den Einstellungen finden Sie wieder hierher.",
  "know.title": "1. Womit kennen Sie sich aus?",
  "know.words": "Wer jemanden sucht, der sich auskennt, findet Sie danach. Je ein paar Worte, mit Kommas dazwischen.",
  "know.label": "Womit Sie sich auskennen",
  "know.hint": "Brennöfen, Glasuren, Ausfuhrpapiere",
  "know.title-label": "Was Sie tun",
  "know.save": "Speichern",
  "know.saved": "Gespeichert",
  "topics.title": "2. Wovon möchten Sie hören?",
  "topics.words": "Beiträge zu einem Thema, dem Sie folgen, kommen auf Ihre Startseite, egal wer sie schreibt.",
  "topics.label": "Ein anderes Thema",
  "topics.follow": "Folgen",
  "topics.none": "Noch wird über kein Thema gesprochen. Beginnen Sie eines: mit einem Beitrag, in dem ein #Wort steht.",
  "people.title": "3. Wer arbeitet mit Ihnen?",
  "people.words": "Was sie schreiben, kommt auf Ihre Startseite.",
  "people.follow": "{name} folgen",
  "people.followed": "Sie folgen {name}",
  "people.none": "Noch ist niemand sonst hier, der im Verzeichnis steht. Wen Sie einladen, wird es sein.",
  "people.bring": "Sie hatten anderswo ein Konto? Bringen Sie mit, wem Sie folgten",
  "audience.title": "Wer liest, was Sie schreiben",
  "audience.words": "Das wählen Sie bei jedem Beitrag. Bevor er geht, sagt die Seite es noch einmal.",
  "done": "Zu meiner Startseite",
} satisfies Said<WelcomeWord>;
