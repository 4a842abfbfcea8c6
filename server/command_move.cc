// hallway account move, hallway account alias: leaving this node and coming to it.

#include <algorithm>

#include "federation/actor.h"
#include "federation/move.h"
#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"

namespace hallway {
namespace {

constexpr size_t kMostAliases = 64;

Result<Person> person_argument(Node& node, const Json& arguments) {
  const auto txn = TRY(node.read());
  return find_person(txn, TRY(text_argument(arguments, "name")));
}

// Who HANDLE is, as their own node says now.
Result<Actor> named_actor(Node& node, const Json& arguments) {
  const auto text = TRY(text_argument(arguments, "handle"));
  const auto known = TRY(node.resolver().resolve(TRY(Handle::parse(text))));
  return node.resolver().resolve_actor(known.iri, /*max_age=*/Duration{});
}

Json moving_json(const Person& person) {
  Json aliases = Json::array();
  for (const auto& alias : person.actor.also_known_as) aliases.push_back(alias.text());
  return {{"handle", "@" + person.actor.handle()},
          {"aliases", std::move(aliases)},
          {"moved_to", person.actor.moved_to.text()}};
}

Result<Json> move(Node& node, const Json& arguments) {
  const auto person = TRY(person_argument(node, arguments));
  const auto target = TRY(named_actor(node, arguments));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto actor = find_actor(txn, person.actor.id);
    if (!actor) return fail(Code::corrupt, "the account has no actor");
    // Interrupted before: only people here are still to be led on.
    if (actor->moved_to == target.iri) return {};
    Local local{txn, node.home(), node.random(), node.keys(), node.now(), *std::move(actor)};
    TRY(move_away(local, target));
    return note_deed(txn, node, "MoveAccount", person.actor.iri.text(),
                     {{"target", target.iri.text()}});
  }));
  for (bool all = false; !all;) {
    all = TRY(node.writer().apply([&](WriteTxn& txn) {
      return lead_on({txn, node.home(), node.random(), node.keys(), node.now()}, person.actor.id,
                     target);
    }));
  }
  return moving_json(TRY(person_argument(node, arguments)));
}

Result<Json> set_aliases(Node& node, const Json& arguments, std::vector<Iri> aliases) {
  const auto person = TRY(person_argument(node, arguments));
  TRY(node.act_as(person.actor,
                  [&](Local& local) { return update_profile(local, {.also_known_as = aliases}); }));
  return moving_json(TRY(person_argument(node, arguments)));
}

Result<Json> add_alias(Node& node, const Json& arguments) {
  auto aliases = TRY(person_argument(node, arguments)).actor.also_known_as;
  const auto other = TRY(named_actor(node, arguments));
  if (std::ranges::find(aliases, other.iri) == aliases.end()) aliases.push_back(other.iri);
  if (aliases.size() > kMostAliases) return fail(Code::invalid, "more than 64 aliases");
  return set_aliases(node, arguments, std::move(aliases));
}

// By handle, or by the address that the list shows: whoever it was may be no more.
Result<Json> remove_alias(Node& node, const Json& arguments) {
  auto aliases = TRY(person_argument(node, arguments)).actor.also_known_as;
  const auto text = TRY(text_argument(arguments, "handle"));
  const auto handle = Handle::parse(text);
  const auto named =
      handle ? find_actor_by_handle(TRY(node.read()), handle->name, handle->domain.text())
             : std::nullopt;
  const auto before = aliases.size();
  std::erase_if(aliases, [&](const Iri& alias) {
    return alias.text() == text || (named && alias == named->iri);
  });
  if (aliases.size() == before) return fail(Code::not_found, text + " is no alias");
  return set_aliases(node, arguments, std::move(aliases));
}

Result<Json> list_aliases(Node& node, const Json& arguments) {
  return moving_json(TRY(person_argument(node, arguments)));
}

std::string print_aliases(const Json& answer) {
  std::string text;
  for (const auto& alias : list_argument(answer, "aliases")) text += alias + "\n";
  return text.empty() ? "There are no aliases.\n" : text;
}

}  // namespace

std::vector<Command> move_commands() {
  constexpr Argument kOld = {"HANDLE", "handle", "The other address, like alice@old.example", true};
  return {{.name = "account move",
           .sentence = "Move an account to another address, which must name it as an alias; its "
                       "followers go along, and nothing is posted here under it any more",
           .arguments = {kNameArgument,
                         {"TARGET", "handle", "Where they live now, like alice@new.example", true},
                         kDataOption},
           .run = move,
           .print =
               [](const Json& answer) {
                 return text_argument_or(answer, "handle", "") + " has moved to " +
                        text_argument_or(answer, "moved_to", "");
               }},
          {.name = "account alias add",
           .sentence = "Let somebody who was at another address before move here",
           .arguments = {kNameArgument, kOld, kDataOption},
           .run = add_alias,
           .print = print_aliases},
          {.name = "account alias remove",
           .sentence = "Take an alias back",
           .arguments = {kNameArgument, kOld, kDataOption},
           .run = remove_alias,
           .print = print_aliases},
          {.name = "account alias list",
           .sentence = "List the other addresses of an account",
           .arguments = {kNameArgument, kDataOption},
           .run = list_aliases,
           .print = print_aliases}};
}

}  // namespace hallway
