// hallway actor: what this node has to do with one person.

#include "server/commands.h"
#include "server/moderation.h"
#include "server/node.h"

namespace hallway {
namespace {

constexpr Argument kWho = {"WHO", "who", "Their handle (@mallory@evil.example) or id (an address)",
                           true};
constexpr Argument kWhom = {"WHO", "who", "Their handle (@ada@design.example) or id (an address)",
                            true};

// Somebody whom this node has never met, so far known by nothing but their address.
Actor unheard_of(const Iri& iri) {
  Actor actor;
  actor.iri = iri;
  actor.domain = iri.domain().text();
  return actor;
}

// Nothing where nobody is known by it.
std::optional<Actor> find_named_actor(const ReadTxn& txn, const std::string& who) {
  if (const auto iri = Iri::parse(who)) return find_actor(txn, *iri);
  const auto handle = Handle::parse(who);
  return handle ? find_actor_by_handle(txn, handle->name, handle->domain.text()) : std::nullopt;
}

// A handle says nothing without its server, so that is asked who it is, for the last time.
Result<Actor> whom_to_block(Node& node, const std::string& who) {
  {
    const auto txn = TRY(node.read());
    if (auto known = find_named_actor(txn, who)) return *std::move(known);
  }
  if (const auto iri = Iri::parse(who)) return unheard_of(*iri);
  const auto handle = Handle::parse(who);
  if (!handle) {
    return fail(Code::invalid, "\"" + who +
                                   "\" is neither a handle like @mallory@evil.example nor the "
                                   "address of an actor");
  }
  return node.resolver().resolve(*handle);
}

Json actor_json(const Actor& actor) {
  return {{"actor", actor.iri.text()},
          {"handle", actor.name.empty() ? std::string() : "@" + actor.handle()},
          {"blocked", actor.suspended},
          {"limited", actor.limited}};
}

Result<Json> block_actor(Node& node, const Json& arguments) {
  const auto whom = TRY(whom_to_block(node, TRY(text_argument(arguments, "who"))));
  return actor_json(TRY(set_blocked(node, whom, true)));
}

Result<Json> unblock_actor(Node& node, const Json& arguments) {
  const auto who = TRY(text_argument(arguments, "who"));
  const auto actor = find_named_actor(TRY(node.read()), who);
  if (!actor || !actor->suspended || actor->local) {
    return fail(Code::not_found, "nobody elsewhere is blocked as " + who);
  }
  return actor_json(TRY(set_blocked(node, *actor, false)));
}

Result<Json> change_limit(Node& node, const Json& arguments, bool limited) {
  const auto who = TRY(text_argument(arguments, "who"));
  const auto actor = find_named_actor(TRY(node.read()), who);
  if (!actor || actor->gone || (!limited && !actor->limited)) {
    return fail(Code::not_found,
                "nobody is " + std::string(limited ? "known" : "limited") + " here as " + who);
  }
  return actor_json(TRY(set_limited(node, actor->id, limited)));
}

Result<Json> limit(Node& node, const Json& arguments) {
  return change_limit(node, arguments, /*limited=*/true);
}
Result<Json> unlimit(Node& node, const Json& arguments) {
  return change_limit(node, arguments, /*limited=*/false);
}

Result<Json> actor_list(Node& node, const Json&) {
  const auto txn = TRY(node.read());
  Json blocked = Json::array();
  for_each_restrained_actor(txn, [&](const Actor& actor) {
    if (actor.limited || !actor.local) blocked.push_back(actor_json(actor));
  });
  return Json{{"blocked", std::move(blocked)}};
}

std::string line_of(const Json& actor) {
  const auto handle = text_argument_or(actor, "handle", "");
  return (handle.empty() ? "" : handle + "\t") + text_argument_or(actor, "actor", "");
}

std::string print_actors(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "blocked")) {
    const bool blocked = find_bool(*one, "blocked").value_or(false);
    text += line_of(*one) + (blocked ? "\n" : "\tlimited\n");
  }
  return text.empty() ? "Nobody is blocked.\n" : text;
}

}  // namespace

std::vector<Command> actor_commands() {
  return {
      {.name = "actor block",
       .sentence = "Take nothing more from one person elsewhere, and show nothing of theirs",
       .arguments = {kWho, kDataOption},
       .run = block_actor,
       .print = [](const Json& answer) { return "Blocked " + line_of(answer); }},
      {.name = "actor unblock",
       .sentence = "Take from a blocked person again, and show what was taken before",
       .arguments = {kWho, kDataOption},
       .run = unblock_actor,
       .print = [](const Json& answer) { return "Unblocked " + line_of(answer); }},
      {.name = "actor limit",
       .sentence = "Show one person, here or elsewhere, only to those who follow or look for them",
       .arguments = {kWhom, kDataOption},
       .run = limit,
       .print = [](const Json& answer) { return "Limited " + line_of(answer); }},
      {.name = "actor unlimit",
       .sentence = "Show a limited person as others are shown",
       .arguments = {kWhom, kDataOption},
       .run = unlimit,
       .print = [](const Json& answer) { return "No longer limited: " + line_of(answer); }},
      {.name = "actor list",
       .sentence = "List the people who are blocked or limited: handle, address",
       .arguments = {kDataOption},
       .run = actor_list,
       .print = print_actors}};
}

}  // namespace hallway
