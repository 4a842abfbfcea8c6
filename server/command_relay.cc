// hallway relay: hosts that hand on what many nodes publish.

#include "federation/relay.h"
#include "server/commands.h"
#include "server/local_people.h"
#include "server/node.h"
#include "server/people.h"

namespace hallway {
namespace {

constexpr Argument kAddress = {"ADDRESS", "address",
                               "The relay's inbox (it ends in /inbox), or its actor", true};

Json relay_json(const Relay& relay) {
  return {{"address", relay.address.text()},
          {"kind", relay.kind == RelayKind::actor ? "actor" : "inbox"},
          {"state", relay.accepted ? "accepted" : "asked"},
          {"added", to_rfc3339(relay.at)}};
}

Result<Json> relay_add(Node& node, const Json& arguments) {
  const auto address = TRY(Iri::parse(TRY(text_argument(arguments, "address"))));
  std::optional<Actor> actor;
  if (!address.path().ends_with("/inbox")) actor = TRY(node.resolver().resolve_actor(address));
  const auto instance = TRY(find_instance_actor(TRY(node.read()), node.home()));
  return node.act_as(instance, [&](Local& local) -> Result<Json> {
    const auto relay = TRY(subscribe(local, actor ? actor->iri : address, actor));
    TRY(note_deed(local.txn, node, "AddRelay", relay.address.text(), Json::object()));
    return relay_json(relay);
  });
}

Result<Json> relay_remove(Node& node, const Json& arguments) {
  const auto address = TRY(Iri::parse(TRY(text_argument(arguments, "address"))));
  const auto instance = TRY(find_instance_actor(TRY(node.read()), node.home()));
  return node.act_as(instance, [&](Local& local) -> Result<Json> {
    TRY(unsubscribe(local, address));
    TRY(note_deed(local.txn, node, "RemoveRelay", address.text(), Json::object()));
    return Json{{"address", address.text()}};
  });
}

Result<Json> relay_list(Node& node, const Json&) {
  const auto txn = TRY(node.read());
  Json relays = Json::array();
  for (const auto& relay : list_relays(txn)) relays.push_back(relay_json(relay));
  return Json{{"relays", std::move(relays)}};
}

std::string print_relays(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "relays")) {
    text += text_field(*one, "address") + "\t" + text_field(*one, "kind") + "\t" +
            text_field(*one, "state") + "\n";
  }
  return text.empty() ? "There are no relays.\n" : text;
}

}  // namespace

std::vector<Command> relay_commands() {
  return {{.name = "relay add",
           .sentence = "Subscribe to a relay; it has to accept",
           .arguments = {kAddress, kDataOption},
           .run = relay_add,
           .print = [](const Json& answer) { return "Asked " + text_field(answer, "address"); }},
          {.name = "relay list",
           .sentence = "List relays: address, kind, state",
           .arguments = {kDataOption},
           .run = relay_list,
           .print = print_relays},
          {.name = "relay remove",
           .sentence = "Take a subscription back",
           .arguments = {kAddress, kDataOption},
           .run = relay_remove,
           .print = [](const Json& answer) { return "Removed " + text_field(answer, "address"); }}};
}

}  // namespace hallway
