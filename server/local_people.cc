#include "server/local_people.h"

#include "server/node.h"

namespace hallway {

Result<Actor> find_local_actor(const ReadTxn& txn, const Home& home, std::string_view name) {
  auto actor = find_actor_by_handle(txn, name, home.domain.text());
  if (!actor || !actor->local || actor->suspended || actor->name == kInstanceActorName) {
    return fail(Code::not_found, "nobody here is called " + std::string(name.substr(0, 64)));
  }
  if (actor->gone) return fail(Code::gone, actor->name + " was deleted");
  return std::move(*actor);
}

Result<Actor> with_all_keys(Node& node, Actor actor) {
  if (!has_first_key_only(actor)) return actor;
  TRY(complete_keys(node.store(), node.writer(), actor.id, node.now()));
  auto complete = find_actor(TRY(node.read()), actor.id);
  if (!complete) return fail(Code::corrupt, actor.iri.text() + " is gone");
  return std::move(*complete);
}

Result<Actor> find_instance_actor(const ReadTxn& txn, const Home& home) {
  auto actor = find_actor(txn, home.instance_actor());
  if (!actor) return fail(Code::corrupt, "the store has no instance actor");
  return std::move(*actor);
}

}  // namespace hallway
