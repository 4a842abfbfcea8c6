#include "storage/values/json.h"

#include <simdjson.h>

#include <cmath>
#include <exception>
#include <limits>

namespace hallway {
namespace {

// Builds the value while the library reads, and stops it at the first limit that is passed.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) { open_.reserve(16); }

  bool null() override { return place(nullptr) != nullptr; }
  bool boolean(bool value) override { return place(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return place(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return place(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) override {
    return place(value) != nullptr;
  }
  bool string(string_t& value) override { return place(std::move(value)) != nullptr; }
  bool binary(binary_t&) override { return stop(Code::invalid, "binary in JSON"); }
  bool start_object(std::size_t) override { return open(Json::value_t::object); }
  bool start_array(std::size_t) override { return open(Json::value_t::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const auto [member, fresh] =
        open_.back()->get_ref<Json::object_t&>().try_emplace(std::move(name), nullptr);
    if (!fresh && limits_.unique_keys) {
      return stop(Code::invalid, "the key \"" + member->first.substr(0, 64) + "\" twice");
    }
    member_ = &member->second;
    return true;
  }

  bool parse_error(std::size_t at, const std::string&, const Json::exception&) override {
    return stop(Code::invalid, "not JSON at byte " + std::to_string(at));
  }

  Error take_error() { return std::move(error_); }
  Json take() { return std::move(root_); }

 private:
  template <class T>
  Json* place(T&& value) {
    if (++values_ > limits_.values) {
      stop(Code::too_large, "JSON with more than " + std::to_string(limits_.values) + " values");
      return nullptr;
    }
    if (open_.empty()) return &(root_ = std::forward<T>(value));
    Json* parent = open_.back();
    if (parent->is_array())
      return &parent->get_ref<Json::array_t&>().emplace_back(std::forward<T>(value));
    return &(*member_ = std::forward<T>(value));
  }
  bool open(Json::value_t type) {
    if (open_.size() >= limits_.depth) {
      return stop(Code::too_large, "JSON deeper than " + std::to_string(limits_.depth));
    }
    Json* placed = place(type);
    if (!placed) return false;
    open_.push_back(placed);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool stop(Code code, std::string why) {
    error_ = fail(code, std::move(why));
    return false;
  }

  const JsonLimits& limits_;
  Json root_;
  std::vector<Json*> open_;  // the objects and arrays that have not ended
  Json* member_ = nullptr;   // where the value of the last key goes
  size_t values_ = 0;
  Error error_;
};

namespace dom = simdjson::dom;

// Documents beyond this are rare; a reader for them would keep several times as much memory, on
// every thread.
constexpr size_t kMostReadFast = 64 * 1024;

// Hands a document that was read in one go to `to`. False where `to` stopped it.
bool walk(const dom::element& from, Builder& to) {
  switch (from.type()) {
    case dom::element_type::OBJECT:
      if (!to.start_object(0)) return false;
      for (const auto [name, value] : dom::object(from)) {
        std::string key(name);
        if (!to.key(key) || !walk(value, to)) return false;
      }
      return to.end_object();
    case dom::element_type::ARRAY:
      if (!to.start_array(0)) return false;
      for (const auto value : dom::array(from)) {
        if (!walk(value, to)) return false;
      }
      return to.end_array();
    case dom::element_type::STRING: {
      std::string text{std::string_view(from)};
      return to.string(text);
    }
    case dom::element_type::INT64: {
      const int64_t number{from};
      return number < 0 ? to.number_integer(number)
                        : to.number_unsigned(static_cast<uint64_t>(number));
    }
    case dom::element_type::UINT64: return to.number_unsigned(uint64_t{from});
    case dom::element_type::DOUBLE: return to.number_float(double{from}, {});
    case dom::element_type::BOOL: return to.boolean(bool{from});
    case dom::element_type::NULL_VALUE: return to.null();
  }
  return false;
}

// Several times as fast as the library's own reader. False where simdjson finds something wrong (or
// too long): then that reader has the last word, and the word of what is wrong.
bool read_fast(std::string_view text, dom::element& document) {
  thread_local dom::parser parser(kMostReadFast);
  return parser.parse(text.data(), text.size()).get(document) == simdjson::SUCCESS;
}

std::string dump(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return fail(Code::too_large, "JSON of " + std::to_string(text.size()) + " bytes");
  }
  // The library takes a NUL for the end of the text.
  if (text.find('\0') != std::string_view::npos) return fail(Code::invalid, "NUL in JSON");
  Builder builder(limits);
  try {
    if (dom::element document; read_fast(text, document)) {
      return walk(document, builder) ? Result<Json>(builder.take()) : builder.take_error();
    }
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) return builder.take_error();
  } catch (const std::exception& e) {
    return fail(Code::internal, std::string("JSON library: ") + e.what());
  }
  return builder.take();
}

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

std::string dump_json(const Json& value) { return dump(value, -1); }
std::string dump_json_pretty(const Json& value) { return dump(value, 2); }

const Json* find_member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto& members = object.get_ref<const Json::object_t&>();
  const auto found = members.find(key);
  return found == members.end() || found->second.is_null() ? nullptr : &found->second;
}

std::optional<std::string_view> as_string(const Json& value) {
  const auto* text = value.get_ptr<const Json::string_t*>();
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::optional<std::string_view> find_string(const Json& object, std::string_view key) {
  const Json* member = find_member(object, key);
  return member ? as_string(*member) : std::nullopt;
}

std::optional<bool> find_bool(const Json& object, std::string_view key) {
  const Json* member = find_member(object, key);
  if (!member) return std::nullopt;
  if (const auto* flag = member->get_ptr<const Json::boolean_t*>()) return *flag;
  const auto text = as_string(*member);
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<int64_t> find_int(const Json& object, std::string_view key) {
  const Json* member = find_member(object, key);
  if (!member) return std::nullopt;
  // An unsigned value is asked for first: the library counts it among the signed ones too.
  if (const auto* number = member->get_ptr<const Json::number_unsigned_t*>()) {
    if (*number > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return std::nullopt;
    return static_cast<int64_t>(*number);
  }
  if (const auto* number = member->get_ptr<const Json::number_integer_t*>()) return *number;
  if (const auto* number = member->get_ptr<const Json::number_float_t*>()) {
    constexpr double kLimit = 9007199254740992.0;  // 2^53: beyond, a double skips integers
    if (std::trunc(*number) != *number || std::fabs(*number) > kLimit) return std::nullopt;
    return static_cast<int64_t>(*number);
  }
  return std::nullopt;
}

std::optional<double> find_number(const Json& object, std::string_view key) {
  const Json* member = find_member(object, key);
  return member ? as_number(*member) : std::nullopt;
}

std::optional<double> as_number(const Json& value) {
  if (const auto* number = value.get_ptr<const Json::number_unsigned_t*>()) {
    return static_cast<double>(*number);
  }
  if (const auto* number = value.get_ptr<const Json::number_integer_t*>()) {
    return static_cast<double>(*number);
  }
  const auto* number = value.get_ptr<const Json::number_float_t*>();
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<Time> find_time(const Json& object, std::string_view key) {
  const auto text = find_string(object, key);
  if (!text) return std::nullopt;
  const auto time = parse_rfc3339(*text);
  return time ? std::optional(*time) : std::nullopt;
}

std::vector<const Json*> list_of(const Json* value) {
  std::vector<const Json*> out;
  if (!value || value->is_null()) return out;
  if (!value->is_array()) return {value};
  const auto& elements = value->get_ref<const Json::array_t&>();
  out.reserve(elements.size());
  for (const Json& element : elements) out.push_back(&element);
  return out;
}

std::vector<const Json*> find_list(const Json& object, std::string_view key) {
  return list_of(find_member(object, key));
}

std::optional<Iri> iri_of(const Json& value) {
  auto text = as_string(value);
  if (!text) text = find_string(value, "id");
  if (!text) text = find_string(value, "href");
  if (!text) return std::nullopt;
  auto iri = Iri::parse(*text);
  return iri ? std::optional(std::move(iri).value()) : std::nullopt;
}

std::optional<Iri> find_iri(const Json& object, std::string_view key) {
  for (const Json* value : find_list(object, key)) {
    if (auto iri = iri_of(*value)) return iri;
  }
  return std::nullopt;
}

std::vector<Iri> find_iris(const Json& object, std::string_view key) {
  std::vector<Iri> out;
  for (const Json* value : find_list(object, key)) {
    if (auto iri = iri_of(*value)) out.push_back(std::move(*iri));
  }
  return out;
}

}  // namespace hallway
