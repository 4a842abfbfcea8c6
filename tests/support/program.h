#pragma once
// A program that signs people in at a node by OAuth, and the browser in which they let it in.

#include <string>
#include <utility>
#include <vector>

#include "tests/support/signing_in.h"

namespace hallway::test {

using Fields = std::vector<std::pair<std::string, std::string>>;

class ProgramTest : public SignInTest {
 protected:
  // RFC 7636, appendix B.
  static constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  static constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  static constexpr const char* kBack = "https://phone.example/back?x=1";

  void SetUp() override {
    SignInTest::SetUp();
    const auto made =
        json(submit("/api/v1/apps",
                    encoded({{"client_name", "Phone <app>"},
                             {"redirect_uris",
                              std::string(kBack) + "\nurn:ietf:wg:oauth:2.0:oob\nphone-app://back"},
                             {"scopes", "read write follow push profile offline_access"}})));
    client_id_ = find_string(made, "client_id").value_or("");
    client_secret_ = find_string(made, "client_secret").value_or("");
  }

  static std::string encoded(const Fields& fields) {
    std::string text;
    for (const auto& [key, value] : fields) {
      text.append(text.empty() ? "" : "&").append(key).append("=").append(percent_encode(value));
    }
    return text;
  }
  // What the program asks for, but for `change`.
  [[nodiscard]] Fields asked(const Fields& change) const {
    Fields fields{{"response_type", "code"},      {"client_id", client_id_},
                  {"redirect_uri", kBack},        {"scope", "read write"},
                  {"code_challenge", kChallenge}, {"code_challenge_method", "S256"}};
    return changed(std::move(fields), change);
  }
  // An empty value takes a field away.
  static Fields changed(Fields fields, const Fields& change) {
    for (const auto& one : change) {
      std::erase_if(fields, [&](const auto& field) { return field.first == one.first; });
      if (!one.second.empty()) fields.push_back(one);
    }
    return fields;
  }
  [[nodiscard]] std::string authorize_path(const Fields& change) const {
    return "/oauth/authorize?" + encoded(asked(change));
  }
  // The person of `cookie` presses a button of the page.
  Response decide(const std::string& decision, const std::string& cookie, const Fields& change) {
    auto fields = asked(change);
    fields.emplace_back("decision", decision);
    fields.emplace_back("form_token", form_token_in(look(authorize_path({}), cookie)));
    return submit("/oauth/authorize", encoded(fields), cookie);
  }
  Response allow(const std::string& cookie, const Fields& change = {}) {
    return decide("allow", cookie, change);
  }
  static std::string code_in(const Response& led) {
    const auto location = header(led, "Location");
    const size_t at = location.find("code=");
    if (at == std::string::npos) return {};
    return location.substr(at + 5, location.find('&', at) - at - 5);
  }
  // At the token endpoint, as the program with its secret and its verifier, but for `change`.
  Response exchange(const std::string& code, const Fields& change = {}) {
    Fields fields{{"grant_type", "authorization_code"},
                  {"code", code},
                  {"redirect_uri", kBack},
                  {"client_id", client_id_},
                  {"client_secret", client_secret_},
                  {"code_verifier", kVerifier}};
    return token(fields, change);
  }
  Response token(const Fields& fields, const Fields& change = {}) {
    return submit("/oauth/token", encoded(changed(fields, change)));
  }
  static std::string text_in(const Response& response, std::string_view key) {
    return std::string(find_string(json(response), key).value_or(""));
  }
  int status_with(const std::string& bearer_token) {
    return get("/api/v1/accounts/verify_credentials", bearer(bearer_token)).status;
  }

  std::string client_id_, client_secret_;
};

}  // namespace hallway::test
