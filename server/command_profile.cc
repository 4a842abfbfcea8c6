// hallway account profile, and account import-directory: what people do where they work.

#include <fstream>
#include <iostream>

#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"
#include "server/profile_arguments.h"
#include "server/staff.h"

namespace hallway {
namespace {

constexpr size_t kLongestDirectory = 8 * 1024 * 1024;

Json work_json(const ReadTxn& txn, const Person& person) {
  const auto& work = person.actor.work;
  const auto manager = work.manager.empty() ? std::nullopt : find_actor(txn, work.manager);
  return {{"name", person.account.name},
          {"title", work.title},
          {"team", work.team},
          {"manager", manager ? "@" + manager->handle() : work.manager.text()},
          {"place", work.place},
          {"hours", work.hours},
          {"skills", work.skills},
          {"reach", name_of(work.reach)}};
}

Result<Json> profile(Node& node, const Json& arguments) {
  const auto name = TRY(text_argument(arguments, "name"));
  const auto change = TRY(work_change_in(node, work_arguments(arguments)));
  if (change.anything()) TRY(set_work(node, name, change));
  const auto txn = TRY(node.read());
  return work_json(txn, TRY(find_person(txn, name)));
}

std::string print_profile(const Json& answer) {
  std::string text;
  for (const auto* key : {"name", "title", "team", "manager", "place", "hours", "reach"}) {
    text += std::string(key) + ": " + text_argument_or(answer, key, "") + "\n";
  }
  std::string skills;
  for (const auto& one : list_argument(answer, "skills")) {
    skills += (skills.empty() ? "" : ", ") + one;
  }
  return text + "skills: " + skills + "\n";
}

// In this process: the node may run as somebody who cannot read the file.
Result<void> read_directory(Json& arguments) {
  const auto name = TRY(text_argument(arguments, "file"));
  std::ifstream file(name);
  if (!file && name != "-") return fail(Code::not_found, name + " cannot be read");
  std::istream& in = name == "-" ? std::cin : file;
  arguments["people"] = Json::array();
  size_t bytes = 0, number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    bytes += line.size();
    if (bytes > kLongestDirectory) return fail(Code::too_large, name + " has more than 8 MiB");
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto person = parse_json(line);
    if (!person.ok() || !find_string(*person, "name")) {
      return fail(Code::invalid, name + ", line " + std::to_string(number) + ": " +
                                     (person.ok() ? "has no \"name\"" : person.error().what));
    }
    arguments["people"].push_back(line);  // one value of the request each
  }
  return {};
}

Result<Json> import_directory(Node& node, const Json& arguments) {
  uint64_t changed = 0, same = 0;
  Json missing = Json::array();
  for (const auto& line : list_argument(arguments, "people")) {
    const auto said = TRY(parse_json(line));
    const std::string name(find_string(said, "name").value_or(""));
    const auto told = [&](const Error& error) {
      return fail(error.code, name + ": " + error.what);
    };
    if (!find_person(TRY(node.read()), name)) {
      missing.push_back(name);
      continue;
    }
    const auto change = work_change_in(node, said);
    if (!change) return told(change.error());
    const auto set = set_work(node, name, *change);
    if (!set) return told(set.error());
    ++(*set ? changed : same);
  }
  return Json{{"changed", changed}, {"same", same}, {"missing", std::move(missing)}};
}

std::string print_imported(const Json& answer) {
  std::string text = "Changed " + std::to_string(find_int(answer, "changed").value_or(0)) +
                     " profiles; " + std::to_string(find_int(answer, "same").value_or(0)) +
                     " were so already";
  const auto missing = list_argument(answer, "missing");
  if (missing.empty()) return text;
  text += "; there is no account";
  for (const auto& name : missing) text += " " + name;
  return text;
}

}  // namespace

std::vector<Command> profile_commands() {
  return {{.name = "account profile",
           .sentence = "Show what somebody does here, after setting what is said of it",
           .arguments = {{"NAME", "name", "The account, without @", true},
                         {"--data", "data", "The node's data folder", true},
                         kTitle,
                         kTeam,
                         kManager,
                         kPlace,
                         kHours,
                         kSkills,
                         kReach},
           .run = profile,
           .print = print_profile},
          {.name = "account import-directory",
           .sentence = "Set what people do here from the organization's directory",
           .arguments = {{"FILE", "file",
                          "Lines of JSON, each with name and any of title, team, manager, place, "
                          "hours, skills, reach; - is standard input",
                          true},
                         {"--data", "data", "The node's data folder", true}},
           .run = import_directory,
           .print = print_imported,
           .prepare = read_directory}};
}

}  // namespace hallway
