// hallway account: who can sign in here.

#include <algorithm>
#include <iostream>
#include <iterator>

#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"
#include "server/profile_arguments.h"
#include "server/second_factor.h"
#include "server/secrets.h"
#include "server/staff.h"
#include "storage/follows.h"
#include "storage/posts.h"

namespace hallway {
namespace {

constexpr size_t kMostCounted = 1'000'000;

constexpr Argument kPasswordStdin = {"--password-stdin", "password_stdin",
                                     "Read the password from the first line of standard input",
                                     false, ArgumentKind::flag};

Json account_json(const Person& person) {
  return {{"name", person.account.name},
          {"handle", "@" + person.actor.handle()},
          {"id", to_string(person.account.id)},
          {"actor", person.actor.iri.text()},
          {"display_name", person.actor.display_name},
          {"role", name_of(person.account.role)},
          {"waiting", person.account.waiting},
          {"disabled", person.account.disabled},
          {"has_password", !person.account.password.empty()},
          {"skills", person.actor.work.skills},
          {"created", to_rfc3339(person.account.created)}};
}

// Passwords come by standard input and never by arguments, which every user of a machine can read.
Result<void> read_password(Json& arguments) {
  arguments.erase("password");
  if (!find_bool(arguments, "password_stdin").value_or(false)) return {};
  std::string line;
  if (!std::getline(std::cin, line)) {
    return fail(Code::invalid, "standard input holds no password");
  }
  if (line.ends_with('\r')) line.pop_back();
  arguments["password"] = line;
  return {};
}

Result<Role> role_argument(const Json& arguments) {
  const auto text = text_argument_or(arguments, "role", "member");
  const auto role = parse_role(text);
  if (!role)
    return fail(Code::invalid, "\"" + text + "\" is no role; there are member, moderator, admin");
  return *role;
}

Result<Json> account_add(Node& node, const Json& arguments) {
  const auto person =
      TRY(add_person(node, {.name = TRY(text_argument(arguments, "name")),
                            .display_name = text_argument_or(arguments, "display_name", ""),
                            .bio = text_argument_or(arguments, "bio", ""),
                            .password = text_argument_or(arguments, "password", ""),
                            .role = TRY(role_argument(arguments)),
                            .work = TRY(work_change_in(node, work_arguments(arguments)))}));
  return account_json(person);
}

Result<Json> account_list(Node& node, const Json&) {
  const auto txn = TRY(node.read());
  Json people = Json::array();
  for_each_account(txn, [&](const Account& account) {
    const auto actor = find_actor(txn, account.actor);
    if (actor) people.push_back(account_json({account, *actor}));
  });
  return Json{{"accounts", std::move(people)}};
}

std::string state_of(const Json& one) {
  if (find_bool(one, "waiting").value_or(false)) return "waiting";
  return find_bool(one, "disabled").value_or(false) ? "disabled" : "active";
}

std::string print_accounts(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "accounts")) {
    text += text_field(*one, "name") + "\t" + text_field(*one, "role") + "\t" + state_of(*one) +
            "\t" + text_field(*one, "handle") + "\n";
  }
  return text.empty() ? "There are no accounts yet.\n" : text;
}

Result<Json> account_show(Node& node, const Json& arguments) {
  const auto txn = TRY(node.read());
  const auto person = TRY(find_person(txn, TRY(text_argument(arguments, "name"))));
  auto shown = account_json(person);
  shown["posts"] = count_entries(txn, person.actor.id, kMostCounted);
  shown["followers"] = count_followers(txn, person.actor.id);
  shown["following"] = count_following(txn, person.actor.id);
  return shown;
}

std::string print_account(const Json& answer) {
  std::string text;
  for (const auto* key : {"name", "handle", "display_name", "role", "created", "actor", "id"}) {
    text += std::string(key) + ": " + text_field(answer, key) + "\n";
  }
  text += std::string("state: ") + state_of(answer) + "\n";
  text += std::string("password: ") +
          (find_bool(answer, "has_password").value_or(false) ? "set" : "none") + "\n";
  std::string skills;
  for (const auto& one : list_argument(answer, "skills"))
    skills += (skills.empty() ? "" : ", ") + one;
  text += "skills: " + skills + "\n";
  for (const auto* key : {"posts", "followers", "following"}) {
    text += std::string(key) + ": " + std::to_string(find_int(answer, key).value_or(0)) + "\n";
  }
  return text;
}

Result<Json> disable(Node& node, const Json& arguments) {
  TRY(set_disabled(node, TRY(text_argument(arguments, "name")), true));
  return account_show(node, arguments);
}

Result<Json> enable(Node& node, const Json& arguments) {
  TRY(set_disabled(node, TRY(text_argument(arguments, "name")), false));
  return account_show(node, arguments);
}

Result<Json> approve(Node& node, const Json& arguments) {
  TRY(approve_person(node, TRY(text_argument(arguments, "name"))));
  return account_show(node, arguments);
}

Result<Json> reset_factor(Node& node, const Json& arguments) {
  const auto person = TRY(find_person(TRY(node.read()), TRY(text_argument(arguments, "name"))));
  TRY(remove_second_factor(node, person.account, ""));
  return account_json(person);
}

Result<Json> change_role(Node& node, const Json& arguments) {
  const auto role = TRY(role_argument(arguments));
  TRY(set_role(node, TRY(text_argument(arguments, "name")), role, who_does(arguments)));
  return account_show(node, arguments);
}

Result<Json> account_remove(Node& node, const Json& arguments) {
  const auto gone = TRY(delete_person(node, TRY(text_argument(arguments, "name"))));
  return Json{{"handle", "@" + gone.handle}, {"told", gone.told}};
}

std::string print_removed(const Json& answer) {
  const auto told = find_int(answer, "told").value_or(0);
  return "Deleted " + text_field(answer, "handle") + "; " + std::to_string(told) +
         (told == 1 ? " inbox elsewhere is" : " inboxes elsewhere are") + " being told";
}

// With a password it is set; without, whoever has the link that is printed chooses one.
Result<Json> change_password(Node& node, const Json& arguments) {
  const auto name = TRY(text_argument(arguments, "name"));
  if (find_string(arguments, "password")) {
    TRY(set_password(node, name, TRY(text_argument(arguments, "password"))));
    return account_show(node, arguments);
  }
  Id account;
  {
    const auto txn = TRY(node.read());
    account = TRY(find_active_person(txn, name)).account.id;
  }
  const auto link = TRY(make_reset_link(node, account, who_does(arguments)));
  return Json{{"link", link}};
}

std::string print_password(const Json& answer) {
  const auto link = text_field(answer, "link");
  return link.empty() ? "Set the password of " + text_field(answer, "handle") : link;
}

Result<Json> link(Node& node, const Json& arguments) {
  Id account;
  {
    const auto txn = TRY(node.read());
    account = TRY(find_active_person(txn, TRY(text_argument(arguments, "name")))).account.id;
  }
  const auto link = TRY(make_sign_in_link(node, account));
  return Json{{"link", link}};
}

// Who is here, and who may come in.
std::vector<Command> admission_commands() {
  return {{.name = "account add",
           .sentence = "Add somebody to this node",
           .arguments = {kNameArgument,
                         kDataOption,
                         kPasswordStdin,
                         {"--display-name", "display_name", "The name that people read"},
                         {"--bio", "bio", "A few words about them"},
                         {"--role", "role", "member, moderator or admin"},
                         kSkills,
                         kTitle,
                         kTeam,
                         kManager,
                         kPlace,
                         kHours,
                         kReach},
           .run = account_add,
           .print = [](const Json& answer) { return "Added " + text_field(answer, "handle"); },
           .prepare = read_password},
          {.name = "account list",
           .sentence = "List who can sign in: name, role, state, handle",
           .arguments = {kDataOption},
           .run = account_list,
           .print = print_accounts},
          {.name = "account show",
           .sentence = "Show one account",
           .arguments = {kNameArgument, kDataOption},
           .run = account_show,
           .print = print_account},
          {.name = "account disable",
           .sentence =
               "Let nobody in by an account, end its sessions and tokens, and show its posts to "
               "nobody until it is enabled",
           .arguments = {kNameArgument, kDataOption},
           .run = disable,
           .print = [](const Json& answer) { return "Disabled " + text_field(answer, "handle"); }},
          {.name = "account enable",
           .sentence = "Let a disabled account in again",
           .arguments = {kNameArgument, kDataOption},
           .run = enable,
           .print = [](const Json& answer) { return "Enabled " + text_field(answer, "handle"); }},
          {.name = "account approve",
           .sentence = "Let somebody in who signed up and waits for it",
           .arguments = {kNameArgument, kDataOption},
           .run = approve,
           .print = [](const Json& answer) { return "Let in " + text_field(answer, "handle"); }}};
}

// What is done for somebody, or with them.
std::vector<Command> member_commands() {
  return {
      {.name = "account reset-factor",
       .sentence = "Take the second factor from an account whose owner lost phone and codes",
       .arguments = {kNameArgument, kDataOption},
       .run = reset_factor,
       .print =
           [](const Json& answer) {
             return text_field(answer, "handle") + " signs in without a second factor";
           }},
      {.name = "account delete",
       .sentence =
           "Delete somebody for good: posts are erased, other nodes are told, the name stays "
           "taken",
       .arguments = {kNameArgument, kDataOption},
       .run = account_remove,
       .print = print_removed},
      {.name = "account role",
       .sentence = "Make an account member, moderator or admin; at once",
       .arguments = {kNameArgument,
                     {"ROLE", "role", "member, moderator or admin", true},
                     kDataOption},
       .run = change_role,
       .print =
           [](const Json& answer) {
             return text_field(answer, "handle") + " has the role " + text_field(answer, "role");
           }},
      {.name = "account password",
       .sentence = "Set a password, or print a link at which its owner chooses one within an hour; "
                   "ends the sessions of that account",
       .arguments = {kNameArgument, kDataOption, kPasswordStdin},
       .run = change_password,
       .print = print_password,
       .prepare = read_password},
      {.name = "account link",
       .sentence = "Print a link that signs an account in once, within 15 minutes",
       .arguments = {kNameArgument, kDataOption},
       .run = link,
       .print = [](const Json& answer) { return text_field(answer, "link"); }}};
}

}  // namespace

std::vector<Command> account_commands() {
  auto commands = admission_commands();
  std::ranges::move(member_commands(), std::back_inserter(commands));
  return commands;
}

}  // namespace hallway
