#include "server/commands.h"

#include <cstdio>
#include <iterator>

#include "server/control.h"
#include "server/node.h"
#include "server/open_node.h"

namespace hallway {
namespace {

std::vector<Command> all() {
  std::vector<Command> list;
  for (auto* rows :
       {init_commands,       serve_commands,    demo_commands,         account_commands,
        actor_commands,      move_commands,     token_commands,        partner_commands,
        relay_commands,      report_commands,   announcement_commands, why_commands,
        post_commands,       activity_commands, config_commands,       backup_commands,
        verify_commands,     audit_commands,    status_commands,       doctor_commands,
        media_commands,      reindex_commands,  import_posts_commands, profile_commands,
        invitation_commands, emoji_commands,    site_commands,         help_commands}) {
    auto some = rows();
    std::move(some.begin(), some.end(), std::back_inserter(list));
  }
  return list;
}

Result<void> print(std::string_view text) {
  const bool line = !text.empty() && !text.ends_with('\n');
  const bool ok = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
                  (!line || std::fputc('\n', stdout) != EOF) && std::fflush(stdout) == 0;
  if (!ok) return fail(Code::unavailable, "standard output cannot be written");
  return {};
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> list = all();
  return list;
}

const Command* find_command(std::string_view name) {
  for (const auto& command : commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

Result<Json> answer_of(const Command& command, const Json& arguments) {
  const std::filesystem::path dir = TRY(text_argument(arguments, "data"));
  auto answered = TRY(ask_running_node(dir, command.name, arguments, command.patience));
  if (answered) return std::move(*answered);
  auto opened = OpenNode::open(dir);
  if (!opened.ok() && opened.error().code == Code::conflict) {
    // A node that starts has its store before it has its socket.
    answered = TRY(ask_starting_node(dir, command.name, arguments));
    if (answered) return std::move(*answered);
  }
  const auto node = TRY(std::move(opened));
  return command.run(node->node(), arguments);
}

Result<void> carry_out(const Command& command, Json arguments) {
  if (command.run_here) return command.run_here(arguments);
  if (command.prepare) TRY(command.prepare(arguments));
  const auto answer = TRY(answer_of(command, arguments));
  if (find_bool(arguments, "json").value_or(false)) return print(dump_json_pretty(answer));
  return print(command.print(answer));
}

Result<std::string> text_argument(const Json& arguments, std::string_view key) {
  const auto text = find_string(arguments, key);
  if (!text) return fail(Code::invalid, "the argument " + std::string(key) + " is missing");
  return std::string(*text);
}

std::string text_argument_or(const Json& arguments, std::string_view key,
                             std::string_view otherwise) {
  return std::string(find_string(arguments, key).value_or(otherwise));
}

std::string text_field(const Json& answer, std::string_view key) {
  return text_argument_or(answer, key, "");
}

std::string number_field(const Json& answer, std::string_view key) {
  return std::to_string(find_int(answer, key).value_or(0));
}

std::vector<std::string> list_argument(const Json& arguments, std::string_view key) {
  std::vector<std::string> list;
  for (const auto* value : find_list(arguments, key)) {
    if (const auto text = as_string(*value)) list.emplace_back(*text);
  }
  return list;
}

}  // namespace hallway
