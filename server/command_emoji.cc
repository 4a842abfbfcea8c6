// hallway emoji: pictures that people of this node write as ":name:".

#include <fstream>

#include "server/commands.h"
#include "server/emojis.h"
#include "server/node.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr Argument kName = {"NAME", "name", "What is written between colons: letters, digits, _",
                            true};
constexpr Argument kFile = {"FILE", "picture", "A PNG, GIF, WebP or JPEG of at most 256 KiB", true};
constexpr Argument kCategory = {"--category", "category", "Under which it is offered"};
constexpr Argument kHidden = {"--hidden", "hidden", "It is not offered where people choose one",
                              false, ArgumentKind::flag};

// In this process: the node may run as somebody who cannot read the file.
Result<void> read_picture(Json& arguments) {
  const auto path = TRY(text_argument(arguments, "picture"));
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, path + " cannot be read");
  constexpr size_t kMost = 1024 * 1024;  // more is refused by the node anyway
  std::string bytes(kMost, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  arguments["picture"] = base64(bytes);
  return {};
}

Json emoji_json(const OwnEmoji& one) {
  return {{"name", one.name},
          {"category", one.category},
          {"url", one.url.text()},
          {"static_url", one.still.text()},
          {"hidden", one.hidden},
          {"disabled", one.disabled},
          {"updated", to_rfc3339(one.updated)}};
}

bool flag_argument(const Json& arguments, std::string_view key) {
  return find_bool(arguments, key).value_or(false);
}

Result<Json> add(Node& node, const Json& arguments) {
  const EmojiGiven given{.name = TRY(text_argument(arguments, "name")),
                         .picture = TRY(parse_base64(TRY(text_argument(arguments, "picture")))),
                         .category = text_argument_or(arguments, "category", ""),
                         .hidden = flag_argument(arguments, "hidden")};
  return emoji_json(TRY(add_emoji(node, given, who_does(arguments))));
}

// "yes" or "no", as options that are said or not cannot take anything back.
Result<std::optional<bool>> choice_argument(const Json& arguments, std::string_view key) {
  const auto text = text_argument_or(arguments, key, "");
  if (text.empty()) return std::optional<bool>();
  if (text == "yes" || text == "no") return std::optional(text == "yes");
  return fail(Code::invalid, "--" + std::string(key) + " is yes or no");
}

Result<Json> change(Node& node, const Json& arguments) {
  const auto text = [&](std::string_view key) {
    const auto found = find_string(arguments, key);
    return found ? std::optional(std::string(*found)) : std::nullopt;
  };
  const EmojiChange wish{.name = text("rename"),
                         .category = text("category"),
                         .hidden = TRY(choice_argument(arguments, "hidden")),
                         .disabled = TRY(choice_argument(arguments, "disabled"))};
  const auto name = TRY(text_argument(arguments, "name"));
  return emoji_json(TRY(change_emoji(node, name, wish, who_does(arguments))));
}

Result<Json> list(Node& node, const Json&) {
  Json all = Json::array();
  for (const auto& one : list_own_emojis(TRY(node.read()))) all.push_back(emoji_json(one));
  return Json{{"emojis", std::move(all)}};
}

Result<Json> remove(Node& node, const Json& arguments) {
  const auto name = TRY(text_argument(arguments, "name"));
  TRY(remove_emoji(node, name, who_does(arguments)));
  return Json{{"name", name}};
}

std::string print_emojis(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "emojis")) {
    const auto field = [&](const char* key) { return text_argument_or(*one, key, ""); };
    text += ":" + field("name") + ":\t" + field("category") + "\t" +
            (flag_argument(*one, "disabled") ? "disabled"
             : flag_argument(*one, "hidden") ? "hidden"
                                             : "offered") +
            "\t" + field("url") + "\n";
  }
  return text.empty() ? "There are no emojis of this node.\n" : text;
}

template <char const* kDone>
std::string print_done(const Json& answer) {
  return std::string(kDone) + " :" + text_argument_or(answer, "name", "") + ":";
}
constexpr char kAdded[] = "Added", kChanged[] = "Changed", kRemoved[] = "Removed";

}  // namespace

std::vector<Command> emoji_commands() {
  return {{.name = "emoji add",
           .sentence = "Let everybody here write a picture as :NAME:",
           .arguments = {kName, kFile, kDataOption, kCategory, kHidden},
           .run = add,
           .print = print_done<kAdded>,
           .prepare = read_picture},
          {.name = "emoji change",
           .sentence = "Change what an emoji of this node is called and where it is offered",
           .arguments = {kName,
                         kDataOption,
                         {"--rename", "rename", "Its new name"},
                         kCategory,
                         {"--hidden", "hidden", "yes: it is not offered; no: it is"},
                         {"--disabled", "disabled", "yes: new texts do not have it; no: they do"}},
           .run = change,
           .print = print_done<kChanged>},
          {.name = "emoji list",
           .sentence = "List the emojis of this node: name, category, state, picture",
           .arguments = {kDataOption},
           .run = list,
           .print = print_emojis},
          {.name = "emoji remove",
           .sentence = "Remove an emoji of this node; what was written with it keeps its picture",
           .arguments = {kName, kDataOption},
           .run = remove,
           .print = print_done<kRemoved>}};
}

}  // namespace hallway
