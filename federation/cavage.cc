// draft-cavage-http-signatures-12, as Mastodon, GoToSocial, snac2 and most others speak it.

#include <algorithm>
#include <charconv>

#include "federation/signature_schemes.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr size_t kMaxKeyId = 2048;

std::string lower_text(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

// The parameters of a Signature header, §2.1. Absent ones are nullopt.
struct Parameters {
  std::optional<std::string> key_id, algorithm, headers, signature, created, expires;

  std::optional<std::string>* named(std::string_view name) {
    if (equal_ignoring_case(name, "keyId")) return &key_id;
    if (name == "algorithm") return &algorithm;
    if (name == "headers") return &headers;
    if (name == "signature") return &signature;
    if (name == "created") return &created;
    if (name == "expires") return &expires;
    return nullptr;
  }
};

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Result<Parameters> parameters() {
    Parameters found;
    skip_space();
    while (!rest_.empty()) {
      const std::string_view name = trim_end(rest_.substr(0, rest_.find('=')));
      if (rest_.find('=') == std::string_view::npos) return refuse("a broken Signature header");
      rest_.remove_prefix(rest_.find('=') + 1);
      auto value = TRY(next_value());
      if (auto* slot = found.named(name)) {
        if (*slot) return refuse("the Signature header says twice: " + std::string(name));
        slot->emplace(std::move(value));
      }
      if (!rest_.empty() && rest_.front() != ',') return refuse("a broken Signature header");
      if (!rest_.empty()) rest_.remove_prefix(1);
      skip_space();
    }
    return found;
  }

 private:
  static std::string_view trim_end(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
  }
  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

  Result<std::string> next_value() {
    skip_space();
    if (rest_.starts_with('"')) {
      auto text = TRY(quoted());
      skip_space();
      return text;
    }
    const std::string_view bare = rest_.substr(0, rest_.find(','));
    rest_.remove_prefix(bare.size());
    return std::string(trim_end(bare));
  }

  Result<std::string> quoted() {
    std::string text;
    rest_.remove_prefix(1);
    while (true) {
      const size_t end = rest_.find_first_of("\"\\");
      if (end == std::string_view::npos) break;
      text.append(rest_.substr(0, end));
      const bool done = rest_[end] == '"';
      rest_.remove_prefix(end + 1);
      if (done) return text;
      if (rest_.empty()) break;
      text += rest_.front();  // it was escaped
      rest_.remove_prefix(1);
    }
    return refuse("a quoted string of the Signature header does not end");
  }

  std::string_view rest_;
};

Result<std::string_view> the_only_header(const Headers& headers) {
  const auto values = headers.find_all("signature");
  if (values.empty()) return refuse("the request is not signed");
  if (values.size() > 1) return refuse("two Signature headers");
  return values.front();
}

Result<std::vector<std::string>> covered_names(const Parameters& p) {
  if (!p.headers) return refuse("the signature does not say what it covers");
  std::vector<std::string> names;
  std::string_view rest = *p.headers;
  while (!rest.empty()) {
    const std::string_view name = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    if (name.empty()) continue;
    names.push_back(lower_text(name));
    if (names.size() > kMaxCovered) return refuse("the signature covers too many headers");
  }
  auto sorted = names;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) {
    return refuse("the signature covers a header twice");
  }
  return names;
}

bool covers(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Result<void> check_coverage(const std::vector<std::string>& names, const Parameters& p,
                            bool has_body) {
  if (!covers(names, "(request-target)")) return refuse("(request-target) is not signed");
  if (!covers(names, "host")) return refuse("the host is not signed");
  if (!covers(names, "date") && !covers(names, "(created)")) return refuse("no date is signed");
  if (has_body && !covers(names, "digest")) return refuse("the digest of the body is not signed");
  const std::string_view algorithm = p.algorithm ? *p.algorithm : std::string_view();
  if (!algorithm.empty() && algorithm != "rsa-sha256" && algorithm != "hs2019") {
    return refuse("unknown signature algorithm: " + std::string(algorithm));
  }
  // §2.3: an algorithm that names its key type was there before (created) and (expires).
  if (algorithm == "rsa-sha256" && (covers(names, "(created)") || covers(names, "(expires)"))) {
    return refuse("(created) and (expires) do not go with rsa-sha256");
  }
  return {};
}

// Digits, and for `expires` (§2.1.5) also a fraction, which is dropped.
Result<Time> parse_seconds(const std::optional<std::string>& text) {
  if (!text) return refuse("a time that the signature covers is absent");
  const std::string_view whole = std::string_view(*text).substr(0, text->find('.'));
  int64_t seconds = -1;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
  if (error != std::errc() || end != whole.data() + whole.size()) {
    return refuse("a time of the signature is not a number");
  }
  return time_of_seconds(seconds);
}

// Returns when it was signed: the earliest of the times that it covers.
Result<Time> check_times(const Message& message, const std::vector<std::string>& names,
                         const Parameters& p, Time now) {
  std::optional<Time> signed_at;
  const auto note = [&](Time time) -> Result<void> {
    TRY(check_window(time, now));
    signed_at = signed_at ? std::min(*signed_at, time) : time;
    return {};
  };
  if (covers(names, "date")) {
    const auto date = parse_http_date(TRY(combined_value(*message.headers, "date")));
    if (!date) return refuse("the Date header cannot be read");
    TRY(note(*date));
  }
  if (covers(names, "(created)")) TRY(note(TRY(parse_seconds(p.created))));
  if (p.expires || covers(names, "(expires)")) {
    const Time expires = TRY(parse_seconds(p.expires));
    if (expires < now || expires < *signed_at) return refuse("the signature has expired");
  }
  return *signed_at;
}

struct BaseForm {
  std::string_view target;
  std::string_view host;
};

Result<std::string> make_base(const Message& message, const std::vector<std::string>& names,
                              const Parameters& p, const BaseForm& form) {
  std::string base;
  base.reserve(512);
  for (const auto& name : names) {
    if (!base.empty()) base += '\n';
    base += name;
    base += ": ";
    if (name == "(request-target)") {
      base += lower_text(message.method);
      base += ' ';
      base += form.target;
    } else if (name == "(created)") {
      base += *p.created;
    } else if (name == "(expires)") {
      base += *p.expires;
    } else if (name == "host") {
      base += form.host;
    } else {
      base += TRY(combined_value(*message.headers, name));
    }
  }
  return base;
}

std::string_view without_port(std::string_view host) {
  const size_t colon = host.rfind(':');
  const size_t bracket = host.rfind(']');
  if (colon == std::string_view::npos) return host;
  return bracket != std::string_view::npos && colon < bracket ? host : host.substr(0, colon);
}

Result<void> add_bases(Claim& claim, const Message& message, const std::vector<std::string>& names,
                       const Parameters& p, std::string_view host) {
  const std::string_view target = message.url.target();
  const std::string_view bare_target = target.substr(0, target.find('?'));
  const std::string_view bare_host = without_port(host);
  claim.base = TRY(make_base(message, names, p, {target, host}));
  const auto alternative = [&](const BaseForm& form) -> Result<void> {
    claim.alternative_bases.push_back(TRY(make_base(message, names, p, form)));
    return {};
  };
  const bool has_query = bare_target.size() < target.size();
  const bool has_port = bare_host.size() < host.size();
  if (has_query) TRY(alternative({bare_target, host}));
  if (has_port) TRY(alternative({target, bare_host}));
  if (has_query && has_port) TRY(alternative({bare_target, bare_host}));
  return {};
}

}  // namespace

Result<BoundClaim> read_cavage(const Message& message, const Domain& own, Time now) {
  auto p = TRY(Reader(TRY(the_only_header(*message.headers))).parameters());
  if (!p.key_id || p.key_id->empty()) return refuse("the signature names no key");
  if (p.key_id->size() > kMaxKeyId) return refuse("the keyId is too long");
  if (!p.signature) return refuse("the Signature header has no signature");
  const auto names = TRY(covered_names(p));
  TRY(check_coverage(names, p, !message.body.empty()));
  const auto host = TRY(check_host(message, own));

  Claim claim;
  claim.scheme = Scheme::cavage;
  claim.signed_at = TRY(check_times(message, names, p, now));
  claim.signature = TRY(parse_base64(*p.signature));
  TRY(add_bases(claim, message, names, p, host));
  claim.key_id = std::move(*p.key_id);
  claim.algorithm = std::move(p.algorithm).value_or("");
  return BoundClaim{std::move(claim), covers(names, "digest"), covers(names, "content-digest")};
}

Result<void> sign_cavage(OutboundRequest& request, const std::string& key_id,
                         const PrivateKey& key) {
  std::vector<std::string> names = {"(request-target)", "host", "date"};
  if (request.headers.find("digest")) names.emplace_back("digest");
  const Message message{request.method, request.url, &request.headers, request.body};
  const auto base =
      TRY(make_base(message, names, {}, {request.url.target(), request.url.domain().text()}));
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : " ") + name;
  const auto quoted_id = TRY(quote_field_string(key_id));
  const auto signature = TRY(key.sign(base));
  request.headers.set("Signature", "keyId=" + quoted_id + ",algorithm=\"rsa-sha256\",headers=\"" +
                                       list + "\",signature=\"" + base64(signature) + "\"");
  return {};
}

}  // namespace hallway
