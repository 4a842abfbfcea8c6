// RFC 9421 §2: the value of each component of a message, and the signature base made of them.

#include <algorithm>

#include "federation/signature_schemes.h"

namespace hallway {
namespace {

Error wrong(std::string_view what, const FieldItem& component) {
  return fail(Code::invalid, std::string(what) + ": " + serialize_field(component));
}

// --- derived components, §2.2 ----------------------------------------------------------------

std::string_view query_with_mark(const Iri& url) {
  const std::string_view target = url.target();
  const size_t mark = target.find('?');
  return mark == std::string_view::npos ? "?" : target.substr(mark);
}

// application/x-www-form-urlencoded, as §2.2.8 wants names and values compared and covered.
std::string decode_form(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  auto decoded = percent_decode(spaced);
  return decoded ? *std::move(decoded) : spaced;
}

std::string encode_form(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '*' || c == '-' || c == '.' || c == '_';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

Result<std::string> query_parameter(const Iri& url, const FieldItem& component) {
  const BareItem* name = find_parameter(component.parameters, "name");
  const auto* wanted = name ? std::get_if<std::string>(name) : nullptr;
  if (!wanted) return wrong("no name", component);
  std::optional<std::string> value;
  std::string_view rest = url.query();
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const size_t equals = std::min(pair.find('='), pair.size());
    if (encode_form(decode_form(pair.substr(0, equals))) != *wanted) continue;
    if (value) return wrong("the query has two of this name", component);
    value = encode_form(decode_form(pair.substr(std::min(equals + 1, pair.size()))));
  }
  if (!value) return wrong("the query has none of this name", component);
  return *std::move(value);
}

Result<std::string> derived(const Message& message, const std::string& name,
                            const FieldItem& component) {
  if (name == "@status") {
    if (message.status == 0) return wrong("only a response has it", component);
    return std::to_string(message.status);
  }
  if (message.status != 0) return wrong("only a request has it", component);
  const Iri& url = message.url;
  if (name == "@method") return message.method;
  if (name == "@target-uri") return url.origin() + std::string(url.target());
  if (name == "@authority") return url.domain().text();
  if (name == "@scheme") return std::string(url.https() ? "https" : "http");
  if (name == "@request-target") return std::string(url.target());
  if (name == "@path") return std::string(url.path());
  if (name == "@query") return std::string(query_with_mark(url));
  if (name == "@query-param") return query_parameter(url, component);
  return wrong("unknown component", component);
}

// --- fields, §2.1 ------------------------------------------------------------------------------

// §2.1.3: each line apart, so that a comma in one cannot pass for two lines.
Result<std::string> wrapped_bytes(const Headers& headers, const std::string& name) {
  if (const auto whole = combined_value(headers, name); !whole) return whole.error();
  std::string out;
  for (std::string_view line : headers.find_all(name)) {
    const size_t first = std::min(line.find_first_not_of(" \t"), line.size());
    line.remove_prefix(first);
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    out += (out.empty() ? "" : ", ") + serialize_field(BareItem(FieldBytes{std::string(line)}));
  }
  return out;
}

// §2.1.1. Which kind a field is nobody tells us; what can be read as a list has the same
// serialization as an item, and what has members is a dictionary.
Result<std::string> strict_form(const std::string& value) {
  if (const auto list = parse_field_list(value)) return serialize_field(*list);
  return serialize_field(TRY(parse_field_dictionary(value)));
}

// §2.1.2
Result<std::string> dictionary_member(const std::string& value, const BareItem& key,
                                      const FieldItem& component) {
  const auto* name = std::get_if<std::string>(&key);
  const auto dictionary = TRY(parse_field_dictionary(value));
  const FieldMember* member = name ? find_member(dictionary, *name) : nullptr;
  if (!member) return wrong("no such member", component);
  return serialize_field(*member);
}

Result<std::string> field(const Message& message, const std::string& name,
                          const FieldItem& component) {
  const bool has_upper = std::ranges::any_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (name.empty() || has_upper) return wrong("a field name must be lower case", component);
  const auto has = [&](std::string_view key) {
    return find_parameter(component.parameters, key) != nullptr;
  };
  if (has("bs")) {
    if (has("sf") || has("key")) return wrong("bs goes with neither sf nor key", component);
    return wrapped_bytes(*message.headers, name);
  }
  auto value = TRY(combined_value(*message.headers, name));
  if (const BareItem* key = find_parameter(component.parameters, "key")) {
    return dictionary_member(value, *key, component);
  }
  if (has("sf")) return strict_form(value);
  return value;
}

Result<void> check_parameters(const FieldItem& component, bool is_derived, bool is_query_param) {
  for (const auto& [key, value] : component.parameters) {
    const bool known = key == "req" || (is_query_param && key == "name") ||
                       (!is_derived && (key == "sf" || key == "bs" || key == "key"));
    if (!known) return wrong("unknown parameter", component);
    const bool* flag = std::get_if<bool>(&value);
    if (key != "name" && key != "key" && !(flag && *flag)) {
      return wrong("a parameter that must be a flag", component);
    }
  }
  return {};
}

Result<std::string> component_value(const Message& message, const FieldItem& component) {
  const auto* name = std::get_if<std::string>(&component.value);
  if (!name) return wrong("a component must be a string", component);
  const bool is_derived = name->starts_with('@');
  TRY(check_parameters(component, is_derived, *name == "@query-param"));
  const Message* source = &message;
  if (find_parameter(component.parameters, "req")) {
    source = message.request;
    if (!source) return wrong("no request belongs to this message", component);
  }
  return is_derived ? derived(*source, *name, component) : field(*source, *name, component);
}

}  // namespace

Result<std::string> signature_base(const Message& message, const FieldInnerList& covered) {
  if (covered.items.size() > kMaxCovered) {
    return fail(Code::invalid, "the signature covers too many components");
  }
  std::string base;
  base.reserve(768);
  for (auto at = covered.items.begin(); at != covered.items.end(); ++at) {
    if (std::find(covered.items.begin(), at, *at) != at) return wrong("a component twice", *at);
    const std::string value = TRY(component_value(message, *at));
    if (value.find_first_of("\r\n") != std::string::npos) return wrong("a line break", *at);
    base += serialize_field(*at);
    base += ": ";
    base += value;
    base += '\n';
  }
  base += "\"@signature-params\": ";
  base += serialize_field(covered);
  return base;
}

Result<std::string> signature_base(const Message& message,
                                   const std::vector<std::string>& components,
                                   std::string_view params) {
  std::string text = "(";
  for (const auto& component : components) text += component + " ";
  const auto list = TRY(parse_field_list(text + ")" + std::string(params)));
  const auto* covered = list.size() == 1 ? std::get_if<FieldInnerList>(&list.front()) : nullptr;
  if (!covered) return fail(Code::invalid, "the components and parameters make no inner list");
  return signature_base(message, *covered);
}

}  // namespace hallway
