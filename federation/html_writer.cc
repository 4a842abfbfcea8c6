#include "federation/html_writer.h"

#include <algorithm>
#include <array>
#include <optional>

#include "federation/plain_text.h"
#include "storage/values/ascii.h"

namespace hallway::html {
namespace {

constexpr Tag kTags[] = {
    {"a", Rule::link},           {"address", Rule::line},      {"applet", Rule::hidden},
    {"article", Rule::line},     {"aside", Rule::line},        {"audio", Rule::hidden},
    {"b", Rule::inline_},        {"blockquote", Rule::block},  {"br", Rule::empty},
    {"canvas", Rule::hidden},    {"caption", Rule::row_group}, {"center", Rule::line},
    {"code", Rule::inline_},     {"dd", Rule::line},           {"del", Rule::inline_},
    {"details", Rule::line},     {"div", Rule::line},          {"dl", Rule::line},
    {"dt", Rule::line},          {"em", Rule::inline_},        {"fieldset", Rule::line},
    {"figcaption", Rule::line},  {"figure", Rule::line},       {"footer", Rule::line},
    {"form", Rule::line},        {"h1", Rule::prose},          {"h2", Rule::prose},
    {"h3", Rule::prose},         {"h4", Rule::prose},          {"h5", Rule::prose},
    {"h6", Rule::prose},         {"header", Rule::line},       {"hr", Rule::empty},
    {"i", Rule::inline_},        {"iframe", Rule::hidden},     {"img", Rule::image},
    {"li", Rule::list_item},     {"main", Rule::line},         {"math", Rule::hidden},
    {"nav", Rule::line},         {"noembed", Rule::hidden},    {"noframes", Rule::hidden},
    {"object", Rule::hidden},    {"ol", Rule::block},          {"p", Rule::prose},
    {"plaintext", Rule::hidden}, {"pre", Rule::block},         {"rp", Rule::ruby_text},
    {"rt", Rule::ruby_text},     {"ruby", Rule::inline_},      {"s", Rule::inline_},
    {"script", Rule::hidden},    {"section", Rule::line},      {"span", Rule::inline_},
    {"strong", Rule::inline_},   {"style", Rule::hidden},      {"summary", Rule::line},
    {"svg", Rule::hidden},       {"table", Rule::block},       {"tbody", Rule::row_group},
    {"td", Rule::cell},          {"template", Rule::hidden},   {"tfoot", Rule::row_group},
    {"th", Rule::cell},          {"thead", Rule::row_group},   {"title", Rule::hidden},
    {"tr", Rule::row},           {"u", Rule::inline_},         {"ul", Rule::block},
    {"video", Rule::hidden},     {"xmp", Rule::hidden},
};
static_assert(std::ranges::is_sorted(kTags, {}, &Tag::name));

constexpr std::string_view kLinkRel = " rel=\"nofollow noopener noreferrer\" target=\"_blank\"";
// Left free for the ends of all that can be open.
constexpr size_t kReserve = kMaxDepth * std::string_view("</blockquote>").size();

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_blank(std::string_view text) { return std::ranges::all_of(text, is_space); }

const std::string_view* find(std::span<const Attribute> attributes, std::string_view name) {
  for (const Attribute& each : attributes) {
    if (each.name == name) return &each.value;
  }
  return nullptr;
}

bool allowed_scheme(std::string_view scheme) {
  constexpr std::string_view kSchemes[] = {"http", "https", "mailto", "xmpp", "matrix"};
  return std::ranges::any_of(kSchemes, [&](auto each) { return same_word(scheme, each); });
}

// "http:x" and "http:\x" are relative for browsers, so they would lead elsewhere on our own site.
bool has_authority(std::string_view after_scheme) {
  return after_scheme.size() > 2 && after_scheme.starts_with("//") &&
         std::string_view("/\\?#").find(after_scheme[2]) == std::string_view::npos;
}

// The address as a browser would read it (it ignores control characters anywhere), if it is
// absolute and of an allowed scheme.
std::optional<std::string> safe_address(std::string_view raw) {
  constexpr size_t kMaxAddress = 8 * 1024;
  while (!raw.empty() && static_cast<unsigned char>(raw.front()) <= ' ') raw.remove_prefix(1);
  while (!raw.empty() && static_cast<unsigned char>(raw.back()) <= ' ') raw.remove_suffix(1);
  if (raw.size() > kMaxAddress) return std::nullopt;
  std::string address;
  address.reserve(raw.size());
  for (const char c : raw) {
    if (c == ' ') {
      address += "%20";
    } else if (static_cast<unsigned char>(c) > ' ') {
      address += c;
    }
  }
  const size_t colon = address.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto scheme = std::string_view(address).substr(0, colon);
  if (!allowed_scheme(scheme)) return std::nullopt;
  const bool web = lower(scheme[0]) == 'h';
  if (web && !has_authority(std::string_view(address).substr(colon + 1))) return std::nullopt;
  return address;
}

bool kept_class(std::string_view name, bool in_link) {
  constexpr std::string_view kWhole[] = {"mention", "hashtag", "ellipsis", "quote-inline"};
  constexpr std::string_view kPrefix[] = {"h-", "p-", "u-", "dt-", "e-"};
  const bool plain = std::ranges::all_of(
      name, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
  if (!plain) return false;
  if (name == "invisible") return in_link;
  return std::ranges::find(kWhole, name) != std::end(kWhole) ||
         std::ranges::any_of(kPrefix, [&](auto prefix) {
           return name.size() > prefix.size() && name.starts_with(prefix);
         });
}

bool small_number(std::string_view value) {
  return !value.empty() && value.size() <= 4 && std::ranges::all_of(value, is_digit);
}

bool language_tag(std::string_view value) {
  return !value.empty() && value.size() <= 35 &&
         std::ranges::all_of(value, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool direction(std::string_view value) {
  return value == "ltr" || value == "rtl" || value == "auto";
}

bool keep_untranslated(std::string_view value) { return value == "no"; }

// Attributes besides href and class, each with the tags that have it (empty: all) and its values.
struct Plain {
  std::string_view name;
  std::string_view tags[2];
  bool (*valid)(std::string_view);
};
constexpr Plain kPlain[] = {
    {"translate", {"a", "span"}, keep_untranslated},
    {"lang", {}, language_tag},
    {"dir", {}, direction},
    {"start", {"ol"}, small_number},
    {"value", {"li"}, small_number},
    {"colspan", {"td", "th"}, small_number},
    {"rowspan", {"td", "th"}, small_number},
};

bool applies(const Plain& plain, const Tag& tag) {
  return plain.tags[0].empty() || plain.tags[0] == tag.name || plain.tags[1] == tag.name;
}

}  // namespace

const Tag* find_tag(std::string_view name) {
  const auto* at = std::ranges::lower_bound(kTags, name, {}, &Tag::name);
  return at != std::end(kTags) && at->name == name ? at : nullptr;
}

bool stands_alone(const Tag& tag) {
  switch (tag.rule) {
    case Rule::inline_:
    case Rule::link:
    case Rule::ruby_text:
    case Rule::image:
    case Rule::hidden: return false;
    case Rule::empty:
    case Rule::block:
    case Rule::prose:
    case Rule::list_item:
    case Rule::row:
    case Rule::cell:
    case Rule::row_group:
    case Rule::line: return true;
  }
  return false;
}

bool Writer::append(std::string_view piece) {
  if (full_) return false;
  if (out_.size() + piece.size() + kReserve > kMaxHtml) {
    full_ = true;
    return false;
  }
  out_ += piece;
  return true;
}

void Writer::append_escaped(std::string_view text, char quote) {
  while (!text.empty() && !full_) {
    const auto* special = std::ranges::find_if(text, [quote](char c) {
      return c == '&' || c == '<' || c == '>' || c == '\r' || c == quote;
    });
    const auto plain = static_cast<size_t>(special - text.begin());
    if (plain == 0) {
      switch (text.front()) {
        case '&': append("&amp;"); break;
        case '<': append("&lt;"); break;
        case '>': append("&gt;"); break;
        case '"': append("&quot;"); break;
        default: break;
      }
      text.remove_prefix(1);
      continue;
    }
    const size_t room = kMaxHtml - kReserve - std::min(out_.size(), kMaxHtml - kReserve);
    out_ += utf8_prefix(text.substr(0, plain), room);
    full_ = plain > room;
    text.remove_prefix(plain);
  }
}

bool Writer::may_write(const Tag& tag) const {
  if (full_ || written_.size() >= kMaxDepth) return false;
  const std::string_view in = written_.empty() ? "" : written_.back()->name;
  switch (tag.rule) {
    case Rule::inline_:
    case Rule::empty: return tag.name != "hr" || prose_ == 0;
    case Rule::link: return !in_link_;
    case Rule::block:
    case Rule::prose: return prose_ == 0;
    case Rule::list_item: return in == "ul" || in == "ol";
    case Rule::row_group: return in == "table";
    case Rule::row: return in == "table" || in == "tbody" || in == "thead" || in == "tfoot";
    case Rule::cell: return in == "tr";
    case Rule::ruby_text: return in == "ruby";
    case Rule::line:
    case Rule::image:
    case Rule::hidden: return false;
  }
  return false;
}

void Writer::start(const Tag* tag, std::span<const Attribute> attributes) {
  open_.push_back({tag, false});
  if (!tag) return;
  if (tag->rule == Rule::hidden) ++hidden_;
  if (hidden_ > 0) return;
  if (tag->rule == Rule::image) {
    if (const auto* alt = find(attributes, "alt")) text(*alt);
    return;
  }
  if (may_write(*tag)) {
    write_start(*tag, attributes);
  } else if (stands_alone(*tag)) {
    end_line();
  }
}

void Writer::write_start(const Tag& tag, std::span<const Attribute> attributes) {
  if (!stands_alone(tag)) write_break();
  std::optional<std::string> href;
  if (tag.rule == Rule::link) {
    const auto* raw = find(attributes, "href");
    if (raw) href = safe_address(*raw);
    if (!href) return;
  }
  const size_t mark = out_.size();
  append("<");
  append(tag.name);
  if (href) write_link(attributes, *href);
  write_attributes(tag, attributes);
  append(">");
  if (full_) {
    out_.resize(mark);
    std::erase_if(link_hiding_, [&](const Range& each) { return each.to > mark; });
    return;
  }
  if (stands_alone(tag)) {
    line_empty_ = true;
    break_due_ = false;
  }
  if (tag.rule == Rule::empty) return;
  open_.back().written = true;
  written_.push_back(&tag);
  if (tag.rule == Rule::prose) ++prose_;
  if (!href) return;
  in_link_ = true;
  link_href_ = std::move(*href);
  link_text_.clear();
  link_hiding_.clear();
}

void Writer::write_link(std::span<const Attribute> attributes, const std::string& href) {
  write_attribute("href", href);
  if (const auto* classes = find(attributes, "class")) write_class(*find_tag("a"), *classes);
  append(kLinkRel);
}

void Writer::write_attributes(const Tag& tag, std::span<const Attribute> attributes) {
  if (attributes.empty()) return;
  if (tag.name == "span" || tag.name == "p") {
    if (const auto* classes = find(attributes, "class")) write_class(tag, *classes);
  }
  for (const Plain& plain : kPlain) {
    const auto* value = find(attributes, plain.name);
    if (value && applies(plain, tag) && plain.valid(*value)) write_attribute(plain.name, *value);
  }
}

void Writer::write_class(const Tag& tag, std::string_view value) {
  std::string kept;
  bool hides = false;
  while (!value.empty()) {
    const auto* space = std::ranges::find_if(value, is_space);
    const auto size = static_cast<size_t>(space - value.begin());
    const auto name = value.substr(0, size);
    if (!name.empty() && kept_class(name, in_link_ && tag.name == "span")) {
      if (!kept.empty()) kept += ' ';
      kept += name;
      hides = hides || name == "invisible";
    }
    value.remove_prefix(std::min(size + 1, value.size()));
  }
  if (kept.empty()) return;
  const size_t from = out_.size();
  write_attribute("class", kept);
  if (hides) link_hiding_.push_back({from, out_.size()});
}

void Writer::write_attribute(std::string_view name, std::string_view value) {
  append(" ");
  append(name);
  append("=\"");
  append_escaped(value, '"');
  append("\"");
}

void Writer::write_break() {
  if (!break_due_) return;
  append("<br>");
  break_due_ = false;
  line_empty_ = true;
}

void Writer::end_line() {
  if (!line_empty_) break_due_ = true;
}

void Writer::end() {
  const Open last = open_.back();
  open_.pop_back();
  if (!last.tag) return;
  if (last.tag->rule == Rule::hidden) --hidden_;
  if (hidden_ > 0) return;
  if (last.written) {
    write_end(*last.tag);
  } else if (stands_alone(*last.tag) && last.tag->rule != Rule::empty) {
    end_line();
  }
}

void Writer::write_end(const Tag& tag) {
  written_.pop_back();
  if (tag.rule == Rule::prose) --prose_;
  if (tag.rule == Rule::link) end_link();
  out_ += "</";  // kReserve has room for it
  out_ += tag.name;
  out_ += '>';
  if (stands_alone(tag)) {
    line_empty_ = true;
    break_due_ = false;
  }
}

// Text of a link may be hidden only to shorten the very address it leads to; else a link could
// look as if it led elsewhere (CVE-2023-36462).
void Writer::end_link() {
  in_link_ = false;
  std::string_view href = link_href_;
  std::string_view shown = link_text_;
  if (href.ends_with('/')) href.remove_suffix(1);
  if (shown.ends_with('/')) shown.remove_suffix(1);
  if (href == shown) return;
  for (auto each = link_hiding_.rbegin(); each != link_hiding_.rend(); ++each) {
    out_.erase(each->from, each->to - each->from);
  }
}

void Writer::text(std::string_view decoded) {
  if (hidden_ > 0 || full_ || decoded.empty()) return;
  if (!is_blank(decoded)) {
    write_break();
    line_empty_ = false;
  }
  if (in_link_) link_text_ += decoded;
  append_escaped(decoded, '<');
}

std::string Writer::finish() && {
  while (!open_.empty()) end();
  return std::move(out_);
}

}  // namespace hallway::html
