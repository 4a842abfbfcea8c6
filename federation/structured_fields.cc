#include "federation/structured_fields.h"

#include <algorithm>

#include "storage/values/ascii.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alpha(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_printable(char c) { return c >= 0x20 && c < 0x7f; }
bool is_key_char(char c) {
  return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '*';
}
bool is_token_char(char c) {
  return is_alpha(c) || is_digit(c) ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~:/").find(c) != std::string_view::npos);
}

template <class Map, class Value>
void insert_or_overwrite(Map& map, std::string key, Value value) {
  const auto at = std::ranges::find(
      map, key, [](const auto& pair) -> const auto& { return pair.first; });
  if (at == map.end()) {
    map.emplace_back(std::move(key), std::move(value));
  } else {
    at->second = std::move(value);
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) { skip(" "); }

  Result<FieldItem> item() {
    FieldItem item;
    item.value = TRY(bare());
    item.parameters = TRY(parameters());
    return item;
  }

  Result<FieldMember> member() {
    if (peek() != '(') return FieldMember(TRY(item()));
    return FieldMember(TRY(inner_list()));
  }

  Result<FieldList> list() {
    FieldList members;
    while (!rest_.empty()) {
      members.push_back(TRY(member()));
      TRY(next_member());
    }
    return members;
  }

  Result<FieldDictionary> dictionary() {
    FieldDictionary members;
    while (!rest_.empty()) {
      std::string name = TRY(key());
      auto value = take('=') ? TRY(member()) : TRY(bare_key());
      insert_or_overwrite(members, std::move(name), std::move(value));
      TRY(next_member());
    }
    return members;
  }

  Result<void> end() {
    skip(" ");
    if (!rest_.empty()) return wrong("something after the value");
    return {};
  }

 private:
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char c) {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip(std::string_view set) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(set), rest_.size()));
  }
  template <class Predicate>
  std::string_view take_while(Predicate predicate) {
    const auto end = std::ranges::find_if_not(rest_, predicate);
    const std::string_view taken = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }
  static Error wrong(const char* what) {
    return fail(Code::invalid, std::string("structured field: ") + what);
  }

  // §4.2.1 step 2: after a member comes the end, or a comma and another member.
  Result<void> next_member() {
    skip(" \t");
    if (rest_.empty()) return {};
    if (!take(',')) return wrong("no comma between members");
    skip(" \t");
    if (rest_.empty()) return wrong("a comma at the end");
    return {};
  }

  Result<std::string> key() {
    if (!is_lower(peek()) && peek() != '*') return wrong("a key must begin with a-z or *");
    return std::string(take_while(is_key_char));
  }

  // A key alone means true (§3.2).
  Result<FieldMember> bare_key() {
    auto found = TRY(parameters());
    return FieldMember(FieldItem{BareItem(true), std::move(found)});
  }

  Result<FieldParameters> parameters() {
    FieldParameters found;
    while (take(';')) {
      skip(" ");
      std::string name = TRY(key());
      auto value = take('=') ? TRY(bare()) : BareItem(true);
      insert_or_overwrite(found, std::move(name), std::move(value));
    }
    return found;
  }

  Result<FieldInnerList> inner_list() {
    FieldInnerList list;
    take('(');
    for (;;) {
      skip(" ");
      if (take(')')) break;
      list.items.push_back(TRY(item()));
      if (peek() != ' ' && peek() != ')') return wrong("an inner list does not end");
    }
    list.parameters = TRY(parameters());
    return list;
  }

  Result<BareItem> bare() {
    const char c = peek();
    if (c == '-' || is_digit(c)) return number();
    if (c == '"') return string();
    if (c == ':') return bytes();
    if (c == '?') return boolean();
    if (c == '*' || is_alpha(c))
      return BareItem(FieldToken{std::string(take_while(is_token_char))});
    return wrong("no item where one must be");
  }

  Result<BareItem> number() {
    const int64_t sign = take('-') ? -1 : 1;
    const std::string_view whole = take_while(is_digit);
    const bool decimal = peek() == '.';
    if (whole.empty() || whole.size() > (decimal ? 12u : 15u)) return wrong("a number's length");
    int64_t value = 0;
    for (const char c : whole) value = value * 10 + (c - '0');
    if (!take('.')) return BareItem(sign * value);
    const std::string_view fraction = take_while(is_digit);
    if (fraction.empty() || fraction.size() > 3) return wrong("a number's fraction");
    for (size_t i = 0; i < 3; ++i)
      value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    return BareItem(FieldDecimal{sign * value});
  }

  Result<BareItem> string() {
    std::string text;
    take('"');
    while (!rest_.empty()) {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return BareItem(std::move(text));
      if (c == '\\') {
        c = peek();
        if (!take('"') && !take('\\')) return wrong("an unknown escape in a string");
      } else if (!is_printable(c)) {
        return wrong("a character that a string cannot hold");
      }
      text += c;
    }
    return wrong("a string does not end");
  }

  Result<BareItem> bytes() {
    take(':');
    const size_t end = rest_.find(':');
    if (end == std::string_view::npos) return wrong("a byte sequence does not end");
    auto data = TRY(parse_base64(rest_.substr(0, end)));
    rest_.remove_prefix(end + 1);
    return BareItem(FieldBytes{std::move(data)});
  }

  Result<BareItem> boolean() {
    take('?');
    if (take('1')) return BareItem(true);
    if (take('0')) return BareItem(false);
    return wrong("a boolean that is neither ?0 nor ?1");
  }

  std::string_view rest_;
};

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

std::string decimal_text(int64_t thousandths) {
  const uint64_t size = static_cast<uint64_t>(thousandths < 0 ? -thousandths : thousandths);
  std::string fraction = std::to_string(1000 + size % 1000).substr(1);
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  return (thousandths < 0 ? "-" : "") + std::to_string(size / 1000) + "." + fraction;
}

struct Serializer {
  std::string operator()(bool b) const { return b ? "?1" : "?0"; }
  std::string operator()(int64_t n) const { return std::to_string(n); }
  std::string operator()(const FieldDecimal& d) const { return decimal_text(d.thousandths); }
  std::string operator()(const std::string& s) const { return in_quotes(s); }
  std::string operator()(const FieldToken& t) const { return t.text; }
  std::string operator()(const FieldBytes& b) const { return ":" + base64(b.data) + ":"; }
};

bool is_true(const BareItem& value) {
  const bool* flag = std::get_if<bool>(&value);
  return flag && *flag;
}

std::string parameters_text(const FieldParameters& parameters) {
  std::string out;
  for (const auto& [key, value] : parameters) {
    out += ";" + key;
    if (!is_true(value)) out += "=" + serialize_field(value);
  }
  return out;
}

}  // namespace

Result<FieldItem> parse_field_item(std::string_view text) {
  Parser parser(text);
  auto item = TRY(parser.item());
  TRY(parser.end());
  return item;
}

Result<FieldList> parse_field_list(std::string_view text) { return Parser(text).list(); }

Result<FieldDictionary> parse_field_dictionary(std::string_view text) {
  return Parser(text).dictionary();
}

std::string serialize_field(const BareItem& value) { return std::visit(Serializer{}, value); }

std::string serialize_field(const FieldItem& item) {
  return serialize_field(item.value) + parameters_text(item.parameters);
}

std::string serialize_field(const FieldInnerList& list) {
  std::string out = "(";
  for (const auto& item : list.items) {
    if (out.size() > 1) out += ' ';
    out += serialize_field(item);
  }
  return out + ")" + parameters_text(list.parameters);
}

std::string serialize_field(const FieldMember& member) {
  return std::visit([](const auto& m) { return serialize_field(m); }, member);
}

std::string serialize_field(const FieldList& list) {
  std::string out;
  for (const auto& member : list) out += (out.empty() ? "" : ", ") + serialize_field(member);
  return out;
}

std::string serialize_field(const FieldDictionary& dictionary) {
  std::string out;
  for (const auto& [key, member] : dictionary) {
    if (!out.empty()) out += ", ";
    out += key;
    const auto* item = std::get_if<FieldItem>(&member);
    out += item && is_true(item->value) ? parameters_text(item->parameters)
                                        : "=" + serialize_field(member);
  }
  return out;
}

Result<std::string> quote_field_string(std::string_view text) {
  if (!std::ranges::all_of(text, is_printable)) {
    return fail(Code::invalid, "a quoted string must be printable ASCII");
  }
  return in_quotes(text);
}

const BareItem* find_parameter(const FieldParameters& parameters, std::string_view key) {
  for (const auto& [name, value] : parameters) {
    if (name == key) return &value;
  }
  return nullptr;
}

const FieldMember* find_member(const FieldDictionary& dictionary, std::string_view key) {
  for (const auto& [name, member] : dictionary) {
    if (name == key) return &member;
  }
  return nullptr;
}

}  // namespace hallway
