// hallway invitation: addresses at which colleagues make themselves an account.

#include "server/commands.h"
#include "server/invitations.h"
#include "server/node.h"

namespace hallway {
namespace {

Json invitation_json(const Invitation& one) {
  return {{"id", one.id},
          {"by", one.by},
          {"note", one.note},
          {"created", to_rfc3339(one.created)},
          {"expires", to_rfc3339(one.expires)},
          {"left", one.left},
          {"used", one.used}};
}

Result<Json> invitation_add(Node& node, const Json& arguments) {
  const NewInvitation usual;
  const auto made =
      TRY(make_invitation(node, {.days = find_int(arguments, "days").value_or(usual.days),
                                 .people = find_int(arguments, "people").value_or(usual.people),
                                 .note = text_argument_or(arguments, "note", ""),
                                 .by = who_does(arguments)}));
  auto answer = invitation_json(made.invitation);
  answer["link"] = made.link;
  return answer;
}

Result<Json> invitation_list(Node& node, const Json&) {
  Json all = Json::array();
  for (const auto& one : list_invitations(TRY(node.read()), node.now())) {
    all.push_back(invitation_json(one));
  }
  return Json{{"invitations", std::move(all)}};
}

Result<Json> invitation_remove(Node& node, const Json& arguments) {
  const auto id = TRY(text_argument(arguments, "id"));
  TRY(withdraw_invitation(node, id, who_does(arguments)));
  return Json{{"id", id}};
}

std::string print_invitations(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "invitations")) {
    const auto field = [&](const char* key) { return text_argument_or(*one, key, ""); };
    text += field("id") + "\t" + std::to_string(find_int(*one, "left").value_or(0)) +
            " left\tuntil " + field("expires") + "\t" + field("by") + "\t" + field("note") + "\n";
  }
  return text.empty() ? "There are no invitations.\n" : text;
}

}  // namespace

std::vector<Command> invitation_commands() {
  return {{.name = "invitation add",
           .sentence = "Print a link at which colleagues make themselves an account",
           .arguments = {kDataOption,
                         {"--days", "days", "How long it is good: 7 unless you say otherwise",
                          false, ArgumentKind::number},
                         {"--people", "people", "For how many: one unless you say otherwise", false,
                          ArgumentKind::number},
                         {"--note", "note", "For whom it is, for those who run the node"}},
           .run = invitation_add,
           .print = [](const Json& answer) { return text_argument_or(answer, "link", ""); }},
          {.name = "invitation list",
           .sentence = "List invitations that still let somebody in: number, how many, until when, "
                       "by whom, note",
           .arguments = {kDataOption},
           .run = invitation_list,
           .print = print_invitations},
          {.name = "invitation remove",
           .sentence = "Withdraw an invitation",
           .arguments = {{"ID", "id", "The invitation's number, as listed", true}, kDataOption},
           .run = invitation_remove,
           .print = [](const Json& answer) {
             return "Withdrew " + text_argument_or(answer, "id", "");
           }}};
}

}  // namespace hallway
