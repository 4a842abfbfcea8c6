#pragma once
// What a client sent, wherever it put it: query, form (urlencoded or multipart) or JSON, read into
// one flat list. "id[]=1&id[]=2", {"id": [1, 2]} and "id=1" all give values of "id"; nested JSON
// gives "source[privacy]"; objects in lists are numbered: "fields[0][name]", also where a form
// wrote "fields[][name]" again and again. Files in multipart bodies (RFC
// 7578 §4.2) stand apart.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/http.h"
#include "storage/values/id.h"
#include "storage/values/json.h"
#include "storage/values/result.h"

namespace hallway {

class Params {
 public:
  // Body values come before those of the query. Fails with invalid (broken JSON, multipart or
  // escapes, more than 1,000 values).
  static Result<Params> of(const Request& request);
  // Of the query alone.
  static Result<Params> of_query(const Request& request);

  // As it was read, to be kept and read again.
  [[nodiscard]] Json to_json() const;
  // Fails with invalid.
  static Result<Params> of_json(const Json& kept);

  // What is found is a view into this.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const&;
  std::optional<std::string_view> find(std::string_view key) const&& = delete;
  // Empty where absent.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::vector<std::string_view> find_all(std::string_view key) const&;
  std::vector<std::string_view> find_all(std::string_view key) const&& = delete;
  // "true", "1", "on", "yes" and their opposites; nullopt for anything else.
  [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
  // 0 where absent or no number.
  [[nodiscard]] Id id(std::string_view key) const;
  // The bytes of a file that was sent under this name; a view into the request's body. nullopt
  // where none was, or an empty one, as pages send where nobody chose a file.
  [[nodiscard]] std::optional<std::string_view> file(std::string_view key) const;
  // Whether the key was sent, be it as an empty list.
  [[nodiscard]] bool said(std::string_view key) const;
  // Lists of things: "a[][id]=1&a[][text]=x&a[][id]=2", "a[0][id]=1" and {"a": [{"id": 1}]} alike.
  // A thing begins where one of its keys comes again, or the number in brackets changes.
  using Thing = std::map<std::string, std::string>;
  [[nodiscard]] std::vector<Thing> things(std::string_view key) const;
  // Between 1 and `most`; `otherwise` where absent or no number.
  [[nodiscard]] size_t limit(size_t otherwise, size_t most) const;
  // How many are passed over: at most 10,000, since further down nobody reads. 0 where absent or no
  // number.
  [[nodiscard]] size_t offset() const;

 private:
  friend class ParamsReader;
  std::vector<std::pair<std::string, std::string>> list_;
  std::vector<std::pair<std::string, std::string_view>> files_;
  std::vector<std::string> empty_lists_;
};

}  // namespace hallway
