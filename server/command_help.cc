#include "server/command_help.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "server/commands.h"
#include "server/version.h"

namespace hallway {
namespace {

constexpr std::string_view kJsonOption = "--json";

// Values of arguments that are one of a few words.
constexpr std::pair<std::string_view, std::string_view> kValues[] = {
    {"relation", "sibling partner public blocked"},
    {"role", "member moderator admin"},
    {"mode", "allowlist open"},
    {"shell", "bash"}};

std::string_view values_of(const Argument& argument) {
  for (const auto& [key, values] : kValues) {
    if (argument.key == key) return values;
  }
  return {};
}

bool is_option(const Argument& argument) { return argument.name.starts_with("--"); }

void add_word(std::string& words, std::string_view word) {
  if (word.empty() || (" " + words + " ").find(" " + std::string(word) + " ") != std::string::npos)
    return;
  words.append(words.empty() ? "" : " ").append(word);
}

// --- bash ---

// What may follow the words of a command: its options, and the values of what is known by place.
std::string followers_of(const Command& command) {
  std::string words;
  for (const auto& argument : command.arguments) {
    add_word(words, is_option(argument) ? argument.name : values_of(argument));
  }
  if (command.run) add_word(words, kJsonOption);
  add_word(words, "--help");
  return words;
}

// What may follow each beginning of a command: "" → "account ...", "account alias" → "add ...".
std::map<std::string, std::string> tree() {
  std::map<std::string, std::string> tree;
  for (const auto& command : commands()) {
    const std::string name(command.name);
    for (size_t at = 0, end = 0; end != std::string::npos; at = end + 1) {
      end = name.find(' ', at);
      add_word(tree[name.substr(0, at == 0 ? 0 : at - 1)], name.substr(at, end - at));
    }
  }
  for (const auto& command : commands()) {
    auto& words = tree[std::string(command.name)];
    words.append(words.empty() ? "" : " ").append(followers_of(command));
  }
  tree[""] += " --help --version";
  return tree;
}

std::string value_cases() {
  std::map<std::string, std::string_view> cases;
  for (const auto& command : commands()) {
    for (const auto& argument : command.arguments) {
      if (is_option(argument) && !values_of(argument).empty()) {
        cases[std::string(argument.name)] = values_of(argument);
      }
    }
  }
  std::string text;
  for (const auto& [name, values] : cases) {
    text.append("    ").append(name).append(") words=\"").append(values).append("\" ;;\n");
  }
  return text;
}

// --- roff ---

// Text in which roff finds nothing to act on.
std::string escape_roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::string usage_of(const Argument& argument) {
  std::string text = escape_roff(argument.name);
  if (is_option(argument) && argument.kind != ArgumentKind::flag) {
    std::string word(argument.key);
    std::ranges::transform(word, word.begin(), [](char c) {
      if (c == '_') return '-';
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    text += " " + escape_roff(word);
  }
  return argument.required ? text : "[" + text + "]";
}

void add_argument(std::string& page, const Argument& argument) {
  page.append(".TP\n.B ").append(escape_roff(argument.name)).append("\n");
  page.append(escape_roff(argument.sentence)).append(".\n");
}

void add_command(std::string& page, const Command& command) {
  page.append(".SS hallway ").append(escape_roff(command.name));
  for (const auto& argument : command.arguments) page.append(" ").append(usage_of(argument));
  page.append("\n").append(escape_roff(command.sentence)).append(".\n");
  for (const auto& argument : command.arguments) add_argument(page, argument);
}

Result<void> print(const std::string& text) {
  const bool ok = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!ok || std::fflush(stdout) != 0) {
    return fail(Code::unavailable, "standard output cannot be written");
  }
  return {};
}

Result<void> complete(const Json& arguments) {
  const auto shell = TRY(text_argument(arguments, "shell"));
  if (shell != "bash") {
    return fail(Code::invalid, "there is no completion for \"" + shell + "\"; there is bash");
  }
  return print(bash_completion());
}

Result<void> show_man_page(const Json&) { return print(man_page()); }

}  // namespace

std::string bash_completion() {
  std::string known, cases;
  for (const auto& [name, words] : tree()) {
    if (!name.empty()) known += (known.empty() ? "\"" : "|\"") + name + "\"";
    cases += "      \"" + name + "\") words=\"" + words + "\" ;;\n";
  }
  return "# Completion of hallway(1) for bash, made by: hallway completion bash\n"
         "_hallway() {\n"
         "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
         "  local command=\"\" word words=\"\"\n"
         "  case \"$prev\" in\n" +
         value_cases() +
         "    --data) COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n"
         "  esac\n"
         "  if [ -z \"$words\" ]; then\n"
         "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "      case \"${command:+$command }$word\" in\n"
         "        " +
         known +
         ") command=\"${command:+$command }$word\" ;;\n"
         "        *) break ;;\n"
         "      esac\n"
         "    done\n"
         "    case \"$command\" in\n" +
         cases +
         "    esac\n"
         "  fi\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "  case \"$prev $cur\" in\n"
         "    --*|*\" -\"*|hallway*) ;;\n"
         "    *) [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -d -- \"$cur\")) ;;\n"
         "  esac\n"
         "}\n"
         "complete -F _hallway hallway\n";
}

std::string man_page() {
  std::string page = ".TH HALLWAY 1 \"\" \"hallway " + escape_roff(kVersion) +
                     "\" \"User Commands\"\n"
                     ".SH NAME\nhallway \\- a federated social node for organizations\n"
                     ".SH SYNOPSIS\n.B hallway\n.I COMMAND\n.RI [ ARGUMENTS ]\n"
                     ".SH DESCRIPTION\nOne node is one data folder. Every command but init works "
                     "while the node runs: it then\nis carried out by the node itself. The option "
                     "\\-\\-json prints an answer for programs,\n\\-\\-help what a command takes.\n"
                     ".SH COMMANDS\n";
  for (const auto& command : commands()) add_command(page, command);
  page +=
      ".SH EXIT STATUS\n.TP\n0\nDone.\n.TP\n1\nFailed, with one line on standard error.\n.TP\n2\n"
      "Wrong usage.\n"
      ".SH FILES\n.TP\n.I DIR/hallway.toml\nThe configuration of a node.\n"
      ".SH ENVIRONMENT\n.TP\n.B HALLWAY_SECTION_KEY\nOverrides the key of that section.\n";
  return page;
}

std::vector<Command> help_commands() {
  return {{.name = "completion",
           .sentence = "Print a script that completes these commands in a shell",
           .arguments = {{"SHELL", "shell", "bash", true}},
           .run_here = complete},
          {.name = "man", .sentence = "Print the manual page", .run_here = show_man_page}};
}

}  // namespace hallway
