import type { Said } from "./more.svelte";
import type { WelcomeWord } from "./welcome.en";

export default {
  "title": "Bienvenue, {name}",
  "words": "Trois étapes, une minute chacune. Vous les retrouverez dans les réglages.",
  "know.title": "1. Que savez-vous ?",
  "know.words": "C’est ainsi que vous trouvent les collègues qui cherchent quelqu’un qui s’y connaît. Quelques mots à chaque fois, séparés par des virgules.",
  "know.label": "Ce que vous savez",
  "know.hint": "Fours, émaux, documents d’exportation",
  "know.title-label": "Ce que vous faites",
  "know.save": "Enregistrer",
  "know.saved": "Enregistré",
  "topics.title": "2. De quoi voulez-vous entendre parler ?",
  "topics.words": "Les publications sur un sujet que vous suivez arrivent dans votre accueil, quel que soit leur auteur.",
  "topics.label": "Un autre sujet",
  "topics.follow": "Suivre",
  "topics.none": "On ne parle encore d’aucun sujet. Lancez-en un : écrivez une publication avec un #mot.",
  "people.title": "3. Qui travaille avec vous ?",
  "people.words": "Ce qu’ils écrivent arrive dans votre accueil.",
  "people.follow": "Suivre {name}",
  "people.followed": "Vous suivez {name}",
  "people.none": "Personne d’autre ne figure encore dans l’annuaire. Ceux que vous inviterez y seront.",
  "people.bring": "Un compte ailleurs ? Apportez la liste des personnes que vous suiviez",
  "audience.title": "Qui lit ce que vous écrivez",
  "audience.words": "Vous le choisissez pour chaque publication. Avant son départ, la page le redit.",
  "done": "Vers mon accueil",
} satisfies Said<WelcomeWord>;
