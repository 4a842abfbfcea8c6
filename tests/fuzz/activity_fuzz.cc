// Objects and actors as strangers send them, once they are through the JSON door.

#include "federation/actor.h"
#include "federation/note.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto object = parse_json(fuzz::text(data, size));
  if (!object.ok()) return 0;
  (void)type_of(object.value());
  if (const auto note = parse_note(object.value(), "https://a.example/followers"); note.ok()) {
    hold(!note.value().author.text().empty(), "a post has an author");
    hold(note.value().post.author == Id(), "only the store says which");
  }
  if (const auto actor = parse_actor(object.value()); actor.ok()) {
    hold(!actor.value().iri.text().empty(), "an actor has an id");
    hold(!actor.value().local, "a stranger is not ours");
  }
  return 0;
}
