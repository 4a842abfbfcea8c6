#pragma once
// Requests of somebody who is known, signed by hand, so that each part of a signature can be wrong.

#include "federation/body_digest.h"
#include "tests/attacks/attack.h"
#include "tests/support/signed_request.h"

namespace hallway::test {

// Mallory is known and signs by hand, line by line.
class SignatureAttack : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    victim_.meet(mallory_);
    evil_.forget();
  }
  void TearDown() override {
    // No signature, however wrong, sent the node out to ask more than once.
    EXPECT_LE(evil_.asked(), 1U);
    Attack::TearDown();
  }

  [[nodiscard]] OutboundRequest request(const std::string& path = "/inbox") const {
    OutboundRequest made{.method = "POST", .url = iri(victim_.at(path)), .body = body_};
    made.headers = {{"Host", victim_.domain()}, {"Date", date_}};
    return made;
  }
  [[nodiscard]] std::string seconds_from_now(int64_t more) const {
    return std::to_string(now_.ms / 1000 + more);
  }
  [[nodiscard]] std::pair<std::string, std::string> target() const {
    return {"(request-target)", "post /inbox"};
  }
  [[nodiscard]] std::pair<std::string, std::string> host() const {
    return {"host", victim_.domain()};
  }
  // With what a draft-cavage signature needs besides `more`.
  OutboundRequest cavage(const Lines& more,
                         const std::string& parameters = "algorithm=\"rsa-sha256\"") const {
    auto made = request();
    const auto digest = digest_field(body_);
    made.headers.add("Digest", digest);
    Cavage how{{target(), host(), {"digest", digest}}, parameters, mallory_.sign.key_id};
    how.lines.insert(how.lines.end(), more.begin(), more.end());
    sign_by_hand(made, how, mallory_.sign.key);
    return made;
  }
  [[nodiscard]] std::string parameters(const std::string& times) const {
    return times + ";keyid=\"" + mallory_.sign.key_id + "\"";
  }
  OutboundRequest rfc9421(const Lines& lines, const std::string& times) const {
    auto made = request();
    made.headers.add("Content-Digest", content_digest_field(body_));
    sign_by_hand(made, Rfc9421{lines, parameters(times)}, mallory_.sign.key);
    return made;
  }
  [[nodiscard]] Lines all_of_rfc9421() const {
    return {{"\"@method\"", "POST"},
            {"\"@target-uri\"", victim_.at("/inbox")},
            {"\"content-digest\"", content_digest_field(body_)}};
  }
  [[nodiscard]] std::string created() const { return ";created=" + seconds_from_now(0); }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Time now_ = SystemClock().now();
  const std::string date_ = to_http_date(now_);
  const std::string body_ = dump_json(activity_by(mallory_, "Follow", victim_.alice()));
};

}  // namespace hallway::test
