#include "server/params.h"

#include <algorithm>
#include <map>

#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr size_t kMostValues = 1'000, kMostFiles = 16, kFurthest = 10'000;

// "+" is a space in forms (URL standard, application/x-www-form-urlencoded).
Result<std::string> form_decode(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return percent_decode(spaced);
}

std::string_view query_of(std::string_view target) {
  const size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

// What stands at `at`, quoted or not; leaves `at` behind it.
std::string parameter_value(std::string_view header, size_t& at) {
  std::string value;
  if (at < header.size() && header[at] == '"') {
    for (++at; at < header.size() && header[at] != '"'; ++at) {
      if (header[at] == '\\' && at + 1 < header.size()) ++at;
      value += header[at];
    }
    return value;
  }
  const size_t end = std::min(header.find(';', at), header.size());
  value = header.substr(at, end - at);
  while (!value.empty() && value.back() == ' ') value.pop_back();
  at = end;
  return value;
}

// The value of a parameter in a header: boundary="x", name="y".
std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at)) {
    ++at;
    while (at < header.size() && header[at] == ' ') ++at;
    const size_t equals = header.find('=', at);
    if (equals == std::string_view::npos) return std::nullopt;
    const bool here = equal_ignoring_case(header.substr(at, equals - at), name);
    at = equals + 1;
    auto value = parameter_value(header, at);
    if (here) return value;
  }
  return std::nullopt;
}

}  // namespace

class ParamsReader {
 public:
  Result<void> read_form(std::string_view text) {
    while (!text.empty()) {
      const size_t end = std::min(text.find('&'), text.size());
      const auto pair = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (pair.empty()) continue;
      const size_t equals = std::min(pair.find('='), pair.size());
      auto key = TRY(form_decode(pair.substr(0, equals)));
      auto value = TRY(form_decode(pair.substr(std::min(equals + 1, pair.size()))));
      TRY(add(std::move(key), std::move(value)));
    }
    return {};
  }

  // RFC 7578.
  Result<void> read_multipart(std::string_view body, const std::string& boundary) {
    const std::string line = "--" + boundary;
    size_t at = body.find(line);
    while (at != std::string_view::npos) {
      at += line.size();
      if (body.substr(at, 2) == "--") return {};
      const size_t head_end = body.find("\r\n\r\n", at);
      const size_t end = body.find("\r\n" + line, at);
      if (head_end == std::string_view::npos || end == std::string_view::npos) break;
      const size_t begin = std::min(head_end + 4, end);
      TRY(read_part(body.substr(at, head_end - at), body.substr(begin, end - begin)));
      at = end + 2;
    }
    return fail(Code::invalid, "the multipart body has no end");
  }

  Result<void> read_json(const std::string& prefix, const Json& value, int depth = 0) {
    if (depth > 8) return fail(Code::invalid, "the JSON body is nested too deeply");
    if (value.is_object()) {
      for (const auto& [key, member] : value.items()) {
        TRY(read_json(prefix.empty() ? key : prefix + "[" + key + "]", member, depth + 1));
      }
      return {};
    }
    if (value.is_array()) {
      if (value.empty() && params_.empty_lists_.size() < kMostValues) {
        params_.empty_lists_.push_back(prefix);
      }
      for (size_t i = 0; i < value.size(); ++i) {
        const auto inner = value[i].is_object() ? prefix + "[" + std::to_string(i) + "]" : prefix;
        TRY(read_json(inner, value[i], depth + 1));
      }
      return {};
    }
    if (value.is_null()) return {};
    const auto text = as_string(value);
    return add(prefix, text ? std::string(*text) : dump_json(value));
  }

  Params take() { return std::move(params_); }

 private:
  Result<void> read_part(std::string_view head, std::string_view content) {
    for (size_t at = 0; at < head.size();) {
      const size_t end = std::min(head.find("\r\n", at), head.size());
      const auto header = head.substr(at, end - at);
      at = end + 2;
      const size_t colon = header.find(':');
      if (colon == std::string_view::npos ||
          !equal_ignoring_case(header.substr(0, colon), "Content-Disposition")) {
        continue;
      }
      const auto name = header_parameter(header, "name");
      if (!name) continue;
      if (!header_parameter(header, "filename")) return add(*name, std::string(content));
      return add_file(*name, content);
    }
    return {};
  }

  Result<void> add_file(std::string key, std::string_view content) {
    if (params_.files_.size() >= kMostFiles) return fail(Code::invalid, "more than 16 files");
    if (!content.empty()) params_.files_.emplace_back(std::move(key), content);
    return {};
  }

  Result<void> add(std::string key, std::string value) {
    if (params_.list_.size() >= kMostValues) {
      return fail(Code::invalid, "more than 1,000 parameters");
    }
    if (key.ends_with("[]")) key.resize(key.size() - 2);
    number(key);
    params_.list_.emplace_back(std::move(key), std::move(value));
    return {};
  }

  // "fields[][name]": a member that the object at hand has already begins the next.
  void number(std::string& key) {
    const size_t at = key.find("[][");
    if (at == std::string::npos) return;
    auto& [index, members] = objects_[key.substr(0, at)];
    const auto member = key.substr(at + 2);
    if (std::ranges::find(members, member) != members.end()) {
      ++index;
      members.clear();
    }
    members.push_back(member);
    key = key.substr(0, at) + "[" + std::to_string(index) + "]" + member;
  }

  struct Object {
    size_t index = 0;
    std::vector<std::string> members;
  };
  std::map<std::string, Object> objects_;
  Params params_;
};

Result<Params> Params::of_query(const Request& request) {
  ParamsReader reader;
  TRY(reader.read_form(query_of(request.target)));
  return reader.take();
}

Result<Params> Params::of(const Request& request) {
  ParamsReader reader;
  const auto type = request.headers.find("Content-Type").value_or("");
  const auto named = type.substr(0, type.find(';'));
  if (request.body.empty()) {
    // nothing to read, whatever it is called
  } else if (equal_ignoring_case(named, "application/json")) {
    const auto json = TRY(parse_json(request.body));
    if (!json.is_object()) return fail(Code::invalid, "the JSON body is no object");
    TRY(reader.read_json({}, json));
  } else if (equal_ignoring_case(named, "multipart/form-data")) {
    const auto boundary = header_parameter(type, "boundary");
    if (!boundary || boundary->empty()) return fail(Code::invalid, "multipart without a boundary");
    TRY(reader.read_multipart(request.body, *boundary));
  } else {
    TRY(reader.read_form(request.body));
  }
  TRY(reader.read_form(query_of(request.target)));
  return reader.take();
}

Json Params::to_json() const {
  Json out = Json::array();
  for (const auto& [key, value] : list_) out.push_back(Json::array({key, value}));
  return out;
}

Result<Params> Params::of_json(const Json& kept) {
  if (!kept.is_array()) return fail(Code::invalid, "no list of parameters");
  Params params;
  for (const auto& pair : kept) {
    const bool good = pair.is_array() && pair.size() == 2;
    const auto key = good ? as_string(pair[0]) : std::nullopt;
    const auto value = good ? as_string(pair[1]) : std::nullopt;
    if (!key || !value) return fail(Code::invalid, "a parameter is no pair of texts");
    params.list_.emplace_back(*key, *value);
  }
  return params;
}

std::optional<std::string_view> Params::find(std::string_view key) const& {
  const auto found = std::ranges::find(
      list_, key, [](const auto& pair) -> const std::string& { return pair.first; });
  if (found == list_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> Params::file(std::string_view key) const {
  const auto found = std::ranges::find(
      files_, key, [](const auto& pair) -> const std::string& { return pair.first; });
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

bool Params::said(std::string_view key) const {
  return find(key).has_value() || std::ranges::find(empty_lists_, key) != empty_lists_.end();
}

std::vector<Params::Thing> Params::things(std::string_view key) const {
  std::vector<Thing> things;
  std::string number;
  for (const auto& [name, value] : list_) {
    if (!name.starts_with(key) || !name.ends_with(']')) continue;
    const auto rest = std::string_view(name).substr(key.size());
    const size_t close = rest.find("][");
    if (!rest.starts_with('[') || close == std::string_view::npos) continue;
    const auto here = rest.substr(1, close - 1);
    std::string member(rest.substr(close + 2, rest.size() - close - 3));
    if (things.empty() || here != number || things.back().contains(member)) things.emplace_back();
    number = here;
    things.back().emplace(std::move(member), value);
  }
  return things;
}

std::string Params::text(std::string_view key) const { return std::string(find(key).value_or("")); }

std::vector<std::string_view> Params::find_all(std::string_view key) const& {
  std::vector<std::string_view> values;
  for (const auto& [name, value] : list_) {
    if (name == key) values.push_back(value);
  }
  return values;
}

std::optional<bool> Params::flag(std::string_view key) const {
  const auto text = find(key);
  if (!text) return std::nullopt;
  for (const std::string_view yes : {"true", "1", "on", "yes", "True"}) {
    if (*text == yes) return true;
  }
  for (const std::string_view no : {"false", "0", "off", "no", "False", ""}) {
    if (*text == no) return false;
  }
  return std::nullopt;
}

Id Params::id(std::string_view key) const {
  const auto text = find(key);
  return text ? parse_id(*text).value_or(Id{}) : Id{};
}

size_t Params::limit(size_t otherwise, size_t most) const {
  const auto asked = id("limit").value;
  return asked == 0 ? otherwise : std::min<size_t>(asked, most);
}

size_t Params::offset() const { return std::min<size_t>(id("offset").value, kFurthest); }

}  // namespace hallway
