// hallway site: what the node calls itself, what it looks like, and what it wants of pictures.

#include <fstream>

#include "server/commands.h"
#include "server/node.h"
#include "server/site.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

// In this process: the node may run as somebody who cannot read the file.
Result<void> read_logo(Json& arguments) {
  const auto path = find_string(arguments, "logo");
  if (!path || path->empty()) return {};
  std::ifstream file(std::string(*path), std::ios::binary);
  if (!file) return fail(Code::not_found, std::string(*path) + " cannot be read");
  constexpr size_t kMost = 2 * 1024 * 1024;  // more is refused by the node anyway
  std::string bytes(kMost, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (bytes.empty()) return fail(Code::invalid, std::string(*path) + " is empty");
  arguments["logo"] = base64(bytes);
  return {};
}

Json site_json(const Site& site) {
  return {{"name", site.name},
          {"description", site.description},
          {"accent", site.accent},
          {"alt_text", name_of(site.alt_text)},
          {"logo", site.logo.text()}};
}

Result<Json> show(Node& node, const Json&) { return site_json(site_of(TRY(node.read()), node)); }

Result<Json> set(Node& node, const Json& arguments) {
  const auto text = [&](std::string_view key) {
    const auto found = find_string(arguments, key);
    return found ? std::optional(std::string(*found)) : std::nullopt;
  };
  SiteChange change{.name = text("name"),
                    .description = text("description"),
                    .accent = text("accent"),
                    .alt_text = text("alt_text")};
  if (const auto logo = text("logo")) change.logo = TRY(parse_base64(*logo));
  return site_json(TRY(set_site(node, change, who_does(arguments))));
}

std::string print_site(const Json& answer) {
  std::string text;
  for (const auto* key : {"name", "description", "accent", "alt_text", "logo"}) {
    text += std::string(key) + ": " + text_argument_or(answer, key, "") + "\n";
  }
  return text;
}

}  // namespace

std::vector<Command> site_commands() {
  return {
      {.name = "site show",
       .sentence = "Show what the node calls itself and what it looks like",
       .arguments = {kDataOption},
       .run = show,
       .print = print_site},
      {.name = "site set",
       .sentence = "Set what is said of it; an empty text takes it back",
       .arguments = {kDataOption,
                     {"--name", "name", "What the node is called"},
                     {"--description", "description", "What it is, in a sentence"},
                     {"--accent", "accent", "Its colour: lagoon, plum, moss, brick, indigo, slate"},
                     {"--logo", "logo", "A picture of at most 1 MiB"},
                     {"--alt-text", "alt_text",
                      "Whether pictures need a description: off, ask, require"}},
       .run = set,
       .print = print_site,
       .prepare = read_logo}};
}

}  // namespace hallway
