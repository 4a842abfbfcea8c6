#include "federation/html_reader.h"

#include <libxml/HTMLparser.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "storage/values/ascii.h"

namespace hallway::html {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;

bool is_word(char c) { return is_letter(c) || is_digit(c); }

// What references to control characters stand for: who writes them means windows-1252 (HTML
// Standard §13.2.5.80). 0: nothing.
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_code(std::string& out, uint32_t code) {
  if (code >= 0x80 && code <= 0x9F) code = kWindows1252[code - 0x80];
  const bool valid = code >= 0x20 && code <= 0x10FFFF && !U_IS_SURROGATE(code) && code != 0x7F &&
                     !U_IS_UNICODE_NONCHAR(code);
  if (!valid && code != '\n' && code != '\t') code = kReplacement;
  char bytes[U8_MAX_LENGTH];
  size_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, code);
  out.append(bytes, size);
}

// "#39;..." or "#x27;...": how many bytes belong to the reference, 0 where it is none.
size_t decode_numbered(std::string_view text, std::string& out) {
  const bool hex = text.size() > 1 && lower(text[1]) == 'x';
  const char* const first = text.data() + (hex ? 2 : 1);
  const char* const last = text.data() + text.size();
  uint32_t code = 0;
  const auto [end, error] = std::from_chars(std::min(first, last), last, code, hex ? 16 : 10);
  if (error == std::errc::invalid_argument) return 0;
  append_code(out, error == std::errc() ? code : 0);
  const auto size = static_cast<size_t>(end - text.data());
  return size + (end != last && *end == ';' ? 1 : 0);
}

// "amp;..." likewise. Browsers forgive a missing semicolon to a few old names only.
size_t decode_named(std::string_view text, std::string& out) {
  constexpr size_t kLongest = 8;  // thetasym
  constexpr std::string_view kForgiven[] = {"amp", "lt", "gt", "quot"};
  size_t size = 0;
  while (size < text.size() && size <= kLongest && is_word(text[size])) ++size;
  if (size == 0 || size > kLongest) return 0;
  const std::string name(text.substr(0, size));
  const bool ended = size < text.size() && text[size] == ';';
  if (!ended && std::ranges::find(kForgiven, name) == std::end(kForgiven)) return 0;
  if (name == "apos") {
    out += '\'';
    return size + 1;
  }
  const auto* entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
  if (!entity) return 0;
  append_code(out, entity->value);
  return size + (ended ? 1 : 0);
}

bool is_heading(const Tag& tag) { return tag.rule == Rule::prose && tag.name != "p"; }

// What a paragraph ends at, as browsers have it.
bool ends_paragraph(const Tag& tag) {
  return tag.rule == Rule::prose || tag.rule == Rule::block || tag.rule == Rule::line ||
         tag.name == "hr";
}

bool is_inline(const Tag& tag) {
  return tag.rule == Rule::inline_ || tag.rule == Rule::link || tag.rule == Rule::ruby_text;
}

bool is_table_part(const Tag& tag) {
  return tag.rule == Rule::cell || tag.rule == Rule::row || tag.rule == Rule::row_group ||
         tag.name == "table";
}

// The element ends where one of the same kind begins: <li>one<li>two.
bool ended_by(const Tag& open, const Tag& next) {
  switch (next.rule) {
    case Rule::link:
    case Rule::list_item:
    case Rule::ruby_text:
    case Rule::cell: return open.rule == next.rule;
    case Rule::row: return open.rule == Rule::row;
    case Rule::row_group: return open.rule == Rule::row_group;
    case Rule::inline_:
    case Rule::empty:
    case Rule::block:
    case Rule::prose:
    case Rule::line:
    case Rule::image:
    case Rule::hidden: return ends_paragraph(next) && open.name == "p";
  }
  return false;
}

// The search for such an element goes no further out than this one.
bool bounds(const Tag& open, const Tag& next) {
  switch (next.rule) {
    case Rule::link: return !is_inline(open);
    case Rule::list_item: return open.name == "ul" || open.name == "ol" || is_table_part(open);
    case Rule::ruby_text: return open.name == "ruby" || !is_inline(open);
    case Rule::cell: return open.rule == Rule::row || open.name == "table";
    case Rule::row: return open.rule == Rule::row_group || open.name == "table";
    case Rule::row_group: return open.name == "table";
    case Rule::inline_:
    case Rule::empty:
    case Rule::block:
    case Rule::prose:
    case Rule::line:
    case Rule::image:
    case Rule::hidden: return is_table_part(open);
  }
  return true;
}

class Reader {
 public:
  Reader(std::string_view html, Writer& writer) : rest_(html), writer_(writer) {}

  void read() {
    while (!rest_.empty()) {
      const size_t end = std::min(rest_.find('<'), rest_.size());
      if (end > 0) {
        write_text(rest_.substr(0, end));
        rest_.remove_prefix(end);
      } else {
        read_markup();
      }
    }
    while (!open_.empty()) pop();
  }

 private:
  void write_text(std::string_view raw) {
    if (raw.find('&') == std::string_view::npos) return writer_.text(raw);
    decode(raw, text_);
    writer_.text(text_);
  }

  void read_markup() {
    const char next = rest_.size() > 1 ? rest_[1] : ' ';
    const bool ends = next == '/' && rest_.size() > 2;
    if (is_letter(next)) {
      rest_.remove_prefix(1);
      read_start();
    } else if (ends && is_letter(rest_[2])) {
      rest_.remove_prefix(2);
      read_end();
    } else if (rest_.starts_with("<!--")) {
      skip_comment();
    } else if (next == '!' || next == '?' || ends) {
      skip_past(">");
    } else {
      writer_.text("<");
      rest_.remove_prefix(1);
    }
  }

  void skip_past(std::string_view end) {
    const size_t at = rest_.find(end);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  }

  void skip_comment() {
    rest_.remove_prefix(4);
    if (rest_.starts_with('>') || rest_.starts_with("->")) return skip_past(">");
    // "--!>" ends a comment too; whichever comes first.
    for (size_t at = rest_.find("--"); at != std::string_view::npos;
         at = rest_.find("--", at + 1)) {
      const auto after = rest_.substr(at + 2);
      if (after.starts_with('>') || after.starts_with("!>")) {
        rest_.remove_prefix(at);
        return skip_past(">");
      }
    }
    rest_ = {};
  }

  void read_start() {
    const Tag* tag = find_tag(read_name());
    bool closed = false;
    if (!read_attributes(closed)) return;  // cut off in the middle: browsers drop it as well
    if (!tag) return;
    if (tag->rule == Rule::hidden) return skip_hidden(*tag, closed);
    close_for(*tag);
    writer_.start(tag, std::span(attributes_).first(count_));
    open_.push_back(tag);
    const bool empty = tag->rule == Rule::empty || tag->rule == Rule::image;
    if (empty || open_.size() > kMaxOpen) pop();
  }

  // The content of these is of another kind: code, other markup, other people's pages.
  void skip_hidden(const Tag& tag, bool closed) {
    const bool foreign = tag.name == "svg" || tag.name == "math";
    if (closed && foreign) return;
    while (!rest_.empty()) {
      skip_past("</");
      if (read_name() == tag.name && tag.name != "plaintext") return skip_past(">");
    }
  }

  void read_end() {
    const Tag* tag = find_tag(read_name());
    bool closed = false;
    if (!read_attributes(closed) || !tag) return;
    for (size_t i = open_.size(); i-- > 0;) {
      if (open_[i] == tag) return pop_to(i);
      const bool out_of_reach = is_inline(*tag) ? !is_inline(*open_[i])
                                                : is_table_part(*open_[i]) && !is_table_part(*tag);
      if (out_of_reach) return;
    }
  }

  void close_for(const Tag& next) {
    if (is_heading(next) && !open_.empty() && is_heading(*open_.back())) pop();
    for (size_t i = open_.size(); i-- > 0;) {
      if (ended_by(*open_[i], next)) return pop_to(i);
      if (bounds(*open_[i], next)) return;
    }
  }

  void pop() {
    open_.pop_back();
    writer_.end();
  }

  void pop_to(size_t size) {
    while (open_.size() > size) pop();
  }

  // In lower case; empty for names longer than any known.
  std::string_view read_name() {
    size_t size = 0;
    while (size < rest_.size() && !is_space(rest_[size]) && rest_[size] != '/' &&
           rest_[size] != '>') {
      ++size;
    }
    const auto raw = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return lower_name(raw);
  }

  std::string_view lower_name(std::string_view raw) {
    if (raw.size() > name_.size()) return {};
    std::ranges::transform(raw, name_.begin(), lower);
    return std::string_view(name_.data(), raw.size());
  }

  // Up to and with '>'. False where the end of the text came first.
  bool read_attributes(bool& closed) {
    count_ = 0;
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '>') {
        rest_.remove_prefix(1);
        return true;
      }
      closed = c == '/';
      if (closed || is_space(c)) {
        rest_.remove_prefix(1);
      } else {
        read_attribute();
      }
    }
    return false;
  }

  void read_attribute() {
    size_t size = 1;  // a leading '=' belongs to the name
    while (size < rest_.size() && !is_space(rest_[size]) &&
           std::string_view("/>=").find(rest_[size]) == std::string_view::npos) {
      ++size;
    }
    const auto raw = rest_.substr(0, size);
    rest_.remove_prefix(size);
    skip_spaces();
    std::string_view value;
    if (rest_.starts_with('=')) {
      rest_.remove_prefix(1);
      skip_spaces();
      value = read_value();
    }
    keep_attribute(lower_name(raw), value);
  }

  std::string_view read_value() {
    const char quote = rest_.empty() ? ' ' : rest_.front();
    size_t size = 0;
    if (quote == '"' || quote == '\'') {
      rest_.remove_prefix(1);
      size = std::min(rest_.find(quote), rest_.size());
    } else {
      while (size < rest_.size() && !is_space(rest_[size]) && rest_[size] != '>') ++size;
      const auto bare = rest_.substr(0, size);
      rest_.remove_prefix(size);
      return bare;
    }
    const auto value = rest_.substr(0, size);
    rest_.remove_prefix(std::min(size + 1, rest_.size()));
    return value;
  }

  // Only those that Writer may keep, and the first of each name, as browsers have it.
  void keep_attribute(std::string_view name, std::string_view value) {
    const auto* known = std::ranges::find(kKeptAttributes, name);
    if (known == std::end(kKeptAttributes)) return;
    for (size_t i = 0; i < count_; ++i) {
      if (attributes_[i].name == name) return;
    }
    decode(value, values_[count_]);
    attributes_[count_] = {*known, values_[count_]};
    ++count_;
  }

  void skip_spaces() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  static constexpr size_t kMaxOpen = 128;  // more is never meant, and would make searches slow
  static constexpr size_t kLongestName = 16;

  std::string_view rest_;
  Writer& writer_;
  std::vector<const Tag*> open_;
  std::string text_;
  std::array<char, kLongestName> name_{};
  std::array<std::string, std::size(kKeptAttributes)> values_;
  std::array<Attribute, std::size(kKeptAttributes)> attributes_;
  size_t count_ = 0;
};

}  // namespace

void decode(std::string_view text, std::string& out) {
  out.clear();
  while (!text.empty()) {
    const size_t plain = std::min(text.find('&'), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.size() < 2) {
      out += text;
      return;
    }
    const auto after = text.substr(1);
    const size_t used = after[0] == '#' ? decode_numbered(after, out) : decode_named(after, out);
    if (used == 0) out += '&';
    text.remove_prefix(used + 1);
  }
}

void read(std::string_view html, Writer& writer) { Reader(html, writer).read(); }

}  // namespace hallway::html
