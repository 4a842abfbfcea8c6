#pragma once
// What can be said on the command line. One table holds every command: its words, its arguments,
// and one function that does it. Commands that need a node run inside the process that has the
// store open: the running one, asked over its control socket (server/control.h), else this one.
// The command line itself is read in command_line.cc; `--help` is made from this table.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/values/json.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class Node;
struct Config;

enum class ArgumentKind { text, list, flag, number };

struct Argument {
  std::string_view name;  // "NAME" for one that is known by its place, "--scopes" for an option
  std::string_view key;   // of its value in the arguments, a JSON object
  std::string_view sentence;
  bool required = false;
  ArgumentKind kind = ArgumentKind::text;
};

// Arguments of many commands.
inline constexpr Argument kDataOption = {"--data", "data", "The node's data folder", true};
inline constexpr Argument kDirArgument = {"DIR", "data", "The node's data folder", true};
inline constexpr Argument kNameArgument = {"NAME", "name", "The account, without @", true};

struct Command {
  std::string_view name;  // "account add"
  std::string_view sentence;
  std::vector<Argument> arguments;

  // Either: done in a node, then its answer is printed. Any thread; the answer holds no secret but
  // those that are the command's purpose.
  Result<Json> (*run)(Node& node, const Json& arguments) = nullptr;
  std::string (*print)(const Json& answer) = nullptr;
  // Completes the arguments in this process before they travel (a password from standard input, a
  // relative path); may be absent.
  Result<void> (*prepare)(Json& arguments) = nullptr;
  // Or: does everything in this process, printing included. With `run` besides: asks for that
  // itself.
  Result<void> (*run_here)(const Json& arguments) = nullptr;
  // How long a running node may take to answer; none: as long as it takes.
  std::optional<Duration> patience = std::nullopt;
};

// `status` is asked of a node that may hang.
inline constexpr Duration kStatusPatience = seconds(10);

const std::vector<Command>& commands();
const Command* find_command(std::string_view name);

// Runs `command` and prints what it answers to standard output.
Result<void> carry_out(const Command& command, Json arguments);
// The same without printing; for commands with `run`.
Result<Json> answer_of(const Command& command, const Json& arguments);

// Reading arguments. Values come from our own command line or over the socket, so that a missing
// one is an error like any other. Errors: invalid.
Result<std::string> text_argument(const Json& arguments, std::string_view key);
std::string text_argument_or(const Json& arguments, std::string_view key,
                             std::string_view otherwise);
std::vector<std::string> list_argument(const Json& arguments, std::string_view key);
// The account for which a command runs, where somebody asked for it by the page
// (server/api/admin_commands.h); empty: an operator. No argument of the command line.
inline constexpr std::string_view kWhoDoes = "by";
inline std::string who_does(const Json& arguments) {
  return text_argument_or(arguments, kWhoDoes, "");
}

// A field of what a command answered, to be printed; nothing and 0 where there is none.
std::string text_field(const Json& answer, std::string_view key);
std::string number_field(const Json& answer, std::string_view key);

// Every option as it is in force, in the form of hallway.toml.
std::string config_text(const Config& config);

// The rows of the table, a file each.
std::vector<Command> init_commands();
std::vector<Command> serve_commands();
std::vector<Command> account_commands();
std::vector<Command> actor_commands();
std::vector<Command> move_commands();
std::vector<Command> token_commands();
std::vector<Command> partner_commands();
std::vector<Command> why_commands();
std::vector<Command> post_commands();
std::vector<Command> relay_commands();
std::vector<Command> report_commands();
std::vector<Command> announcement_commands();
std::vector<Command> invitation_commands();
std::vector<Command> emoji_commands();
std::vector<Command> site_commands();
std::vector<Command> activity_commands();
std::vector<Command> config_commands();
std::vector<Command> demo_commands();
std::vector<Command> backup_commands();
std::vector<Command> verify_commands();
std::vector<Command> media_commands();
std::vector<Command> audit_commands();
std::vector<Command> status_commands();
std::vector<Command> doctor_commands();
std::vector<Command> reindex_commands();
std::vector<Command> import_posts_commands();
std::vector<Command> profile_commands();
std::vector<Command> help_commands();

}  // namespace hallway
