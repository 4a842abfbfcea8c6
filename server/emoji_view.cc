#include "server/emoji_view.h"

#include <algorithm>

#include "federation/html.h"

namespace hallway {
namespace {

std::string picture(const Emoji& emoji) {
  const auto name = ":" + escape_html(emoji.name) + ":";
  return "<img class=\"emoji\" src=\"" + escape_html(emoji.url.text()) + "\" alt=\"" + name +
         "\" title=\"" + name + "\" loading=\"lazy\">";
}

// The emoji whose ":name:" `text` begins with.
const Emoji* emoji_at(std::string_view text, const std::vector<Emoji>& emojis) {
  constexpr size_t kLongestName = 64;
  const size_t end = text.substr(0, kLongestName + 2).find(':', 1);
  if (end == std::string_view::npos) return nullptr;
  const auto found = std::ranges::find(emojis, text.substr(1, end - 1), &Emoji::name);
  return found == emojis.end() ? nullptr : &*found;
}

}  // namespace

std::string show_emojis(std::string_view html, const std::vector<Emoji>& emojis) {
  std::string out;
  if (emojis.empty()) return out = html;
  while (!html.empty()) {
    const size_t next = html.front() == '<' ? std::min(html.find('>'), html.size() - 1) + 1
                                            : std::min(html.find_first_of(":<", 1), html.size());
    const auto* emoji = html.front() == ':' ? emoji_at(html, emojis) : nullptr;
    if (emoji) {
      out += picture(*emoji);
      html.remove_prefix(emoji->name.size() + 2);
    } else {
      out += html.substr(0, next);
      html.remove_prefix(next);
    }
  }
  return out;
}

std::string show_emojis_in_text(std::string_view text, const std::vector<Emoji>& emojis) {
  return show_emojis(escape_html(text), emojis);
}

}  // namespace hallway
