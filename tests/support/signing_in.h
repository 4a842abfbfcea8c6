#pragma once
// A node whose pages are visited by browsers: cookies, forms, and people who are signed in.

#include <string>
#include <utility>

#include "server/secrets.h"
#include "tests/support/node.h"

namespace hallway::test {

inline constexpr auto kForm = "application/x-www-form-urlencoded";

class SignInTest : public NodeTest {
 protected:
  Response submit(const std::string& target, const std::string& body,
                  const std::string& cookie = {}, Headers extra = {}) {
    clock_.advance(milliseconds(1));
    extra.set("Content-Type", kForm);
    if (!cookie.empty()) extra.set("Cookie", cookie);
    return node_->handle(request("POST", target, std::move(extra), body));
  }
  Response look(const std::string& target, const std::string& cookie = {}) {
    return get(target, cookie.empty() ? Headers{} : Headers{{"Cookie", cookie}});
  }
  // "name=secret" of the Set-Cookie header.
  static std::string cookie_in(const Response& response) {
    const auto header = response.headers.find("Set-Cookie").value_or("");
    return std::string(header.substr(0, header.find(';')));
  }
  // The hidden field of the forms on a page.
  static std::string form_token_in(const Response& page) {
    const std::string_view mark = "name=\"form_token\" value=\"";
    const size_t at = page.body.find(mark);
    if (at == std::string::npos) return {};
    const size_t from = at + mark.size();
    return page.body.substr(from, page.body.find('"', from) - from);
  }
  static std::string path_of(const std::string& address) {
    return std::string(Iri::parse(address).value_or(Iri()).path());
  }
  std::string setup_path() { return path_of(make_setup_link(*node_).value_or("")); }
  Id account(const std::string& name, const std::string& password = "") {
    auto made = add_person(*node_, {.name = name, .password = password});
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().what);
    return made.ok() ? made->account.id : Id{};
  }
  // The cookie of somebody signed in.
  std::string enter(const std::string& name) {
    const auto link = make_sign_in_link(*node_, account(name));
    return cookie_in(submit(path_of(*link), ""));
  }
};

}  // namespace hallway::test
