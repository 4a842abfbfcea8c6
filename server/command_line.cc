#include "server/command_line.h"

#include <signal.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdio>
#include <deque>
#include <string>

#include "server/commands.h"
#include "server/log.h"
#include "server/version.h"

namespace hallway {
namespace {

constexpr int kDone = 0, kFailed = 1, kUsage = 2;

// One argument while the words are read.
struct Slot {
  const Argument* argument;
  std::string text;
  std::vector<std::string> list;
  int64_t number = 0;
  bool flag = false;
  CLI::Option* option = nullptr;
};

// A command with the slots its words fill. Slots must not move: CLI11 points into them.
struct Offer {
  const Command* command;
  CLI::App* app;
  std::deque<Slot> slots;
};

// A command that others are below: "token", for there is "token list".
bool is_group(std::string_view name) {
  return std::ranges::any_of(commands(), [&](const Command& other) {
    return other.name.size() > name.size() && other.name.starts_with(name) &&
           other.name[name.size()] == ' ';
  });
}

void add_slot(Offer& offer, const Argument& argument) {
  auto& slot = offer.slots.emplace_back(Slot{.argument = &argument});
  const std::string name(argument.name), sentence(argument.sentence);
  switch (argument.kind) {
    case ArgumentKind::text: slot.option = offer.app->add_option(name, slot.text, sentence); break;
    case ArgumentKind::list:
      slot.option = offer.app->add_option(name, slot.list, sentence)->allow_extra_args(false);
      break;
    case ArgumentKind::number:
      slot.option = offer.app->add_option(name, slot.number, sentence);
      break;
    case ArgumentKind::flag: slot.option = offer.app->add_flag(name, slot.flag, sentence); break;
  }
  // Asked for by missing_argument, for CLI11 would ask for those of "token" at "token list" too.
  if (argument.required && !is_group(offer.command->name)) slot.option->required();
}

// "account alias add": a subcommand of "alias" of "account", made where they are not there yet.
CLI::App* place_for(CLI::App& root, std::string_view name, std::string_view sentence) {
  const size_t space = name.find(' ');
  if (space == std::string_view::npos) {
    return root.add_subcommand(std::string(name), std::string(sentence));
  }
  const std::string group(name.substr(0, space));
  CLI::App* parent = nullptr;
  for (auto* app : root.get_subcommands({})) {
    if (app->get_name() == group) parent = app;
  }
  if (!parent) parent = root.add_subcommand(group)->require_subcommand(1);
  return place_for(*parent, name.substr(space + 1), sentence);
}

constexpr Argument kJson = {"--json", "json", "Print the answer as JSON", false,
                            ArgumentKind::flag};

void offer_all(CLI::App& root, std::deque<Offer>& offers) {
  for (const auto& command : commands()) {
    auto& offer = offers.emplace_back(
        Offer{.command = &command, .app = place_for(root, command.name, command.sentence)});
    for (const auto& argument : command.arguments) add_slot(offer, argument);
    if (command.run) add_slot(offer, kJson);
  }
}

// CLI11 groups subcommands it was given no sentence for under an empty one.
void describe_groups(CLI::App& root) {
  for (auto* app : root.get_subcommands({})) {
    if (!app->get_description().empty()) continue;
    describe_groups(*app);
    std::string words;
    for (auto* sub : app->get_subcommands({}))
      words += (words.empty() ? "" : ", ") + sub->get_name();
    app->description(words);
  }
}

Json arguments_of(const Offer& offer) {
  Json arguments = Json::object();
  for (const auto& slot : offer.slots) {
    if (slot.option->count() == 0) continue;
    const std::string key(slot.argument->key);
    switch (slot.argument->kind) {
      case ArgumentKind::text: arguments[key] = slot.text; break;
      case ArgumentKind::list: arguments[key] = slot.list; break;
      case ArgumentKind::number: arguments[key] = slot.number; break;
      case ArgumentKind::flag: arguments[key] = slot.flag; break;
    }
  }
  return arguments;
}

int complain(const std::string& what, int code) {
  std::string line = what;
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  std::fprintf(stderr, "hallway: %s\n", line.c_str());
  return code;
}

// As CLI11 says it; empty where all that is required was said.
std::string missing_argument(const Offer& offer) {
  for (const auto& slot : offer.slots) {
    if (!slot.argument->required || slot.option->count() > 0) continue;
    return std::string(slot.argument->name) + " is required";
  }
  return {};
}

int carry_out_offer(const Offer& offer) {
  if (const auto missing = missing_argument(offer); !missing.empty()) {
    return complain(missing + " (see hallway " + std::string(offer.command->name) + " --help)",
                    kUsage);
  }
  const auto done = carry_out(*offer.command, arguments_of(offer));
  return done.ok() ? kDone : complain(done.error().what, kFailed);
}

// The words of the command that was begun, for the hint at its help.
std::string begun(const CLI::App& root) {
  std::string words = "hallway";
  const auto* app = &root;
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    words += " " + app->get_name();
  }
  return words;
}

// What is wrong with the words, in one sentence.
std::string complaint(const CLI::App& root, const CLI::Error& wrong) {
  const auto* app = &root;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  const auto left = app->remaining();
  const bool group = !app->get_subcommands({}).empty() && !find_command(app->get_name());
  if (group && !left.empty()) return "there is no command \"" + left.front() + "\"";
  if (group) return "say what to do";
  return wrong.what();
}

int parse_and_run(CLI::App& root, std::deque<Offer>& offers, int argc, char** argv) {
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return root.exit(help);  // --help, --version
  } catch (const CLI::Error& wrong) {
    return complain(complaint(root, wrong) + " (see " + begun(root) + " --help)", kUsage);
  }
  for (const auto& offer : offers) {
    if (offer.app->parsed() && offer.app->get_subcommands().empty()) return carry_out_offer(offer);
  }
  return complain("say what to do (see hallway --help)", kUsage);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  log::start(LogLevel::error, LogFormat::logfmt);  // until a node is served
  // A file that may not grow any further is an error like a full disk, not the end.
  ::signal(SIGXFSZ, SIG_IGN);
  CLI::App root("Hallway, a federated social node for organizations", "hallway");
  root.set_version_flag("--version", "hallway " + std::string(kVersion));
  root.require_subcommand(1);
  std::deque<Offer> offers;
  try {
    offer_all(root, offers);
    describe_groups(root);
    return parse_and_run(root, offers, argc, argv);
  } catch (const std::exception& e) {
    return complain(e.what(), kFailed);
  }
}

}  // namespace hallway
