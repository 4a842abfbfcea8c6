// RFC 9421 HTTP Message Signatures: reading Signature-Input and Signature, and signing.

#include <algorithm>

#include "federation/signature_schemes.h"

namespace hallway {
namespace {

constexpr size_t kMaxKeyId = 2048;

struct Labelled {
  std::string label;
  FieldInnerList covered;
};

Result<Labelled> the_only_input(const Headers& headers) {
  auto inputs = TRY(parse_field_dictionary(TRY(combined_value(headers, "signature-input"))));
  if (inputs.size() != 1) return refuse("Signature-Input must describe one signature");
  auto* covered = std::get_if<FieldInnerList>(&inputs.front().second);
  if (!covered) return refuse("Signature-Input does not say what is covered");
  return Labelled{std::move(inputs.front().first), std::move(*covered)};
}

// A draft-cavage Signature line beside ours is not a dictionary, and is passed over.
bool is_cavage(std::string_view line) {
  return line.find("keyId=") != std::string_view::npos ||
         line.find("signature=\"") != std::string_view::npos;
}

Result<std::string> the_only_signature(const Headers& headers, const std::string& label) {
  std::optional<std::string> signature;
  for (const std::string_view line : headers.find_all("signature")) {
    if (is_cavage(line)) continue;
    for (auto& [name, member] : TRY(parse_field_dictionary(line))) {
      auto* item = std::get_if<FieldItem>(&member);
      auto* bytes = item ? std::get_if<FieldBytes>(&item->value) : nullptr;
      if (!bytes) return refuse("the Signature header holds no byte sequence");
      if (signature || name != label) return refuse("several signatures in one request");
      signature = std::move(bytes->data);
    }
  }
  if (!signature) return refuse("the signature described by Signature-Input is absent");
  return *std::move(signature);
}

// A component with parameters is another one: ;req is of another message, ;key a part only.
bool covers(const FieldInnerList& covered, std::string_view name) {
  return std::ranges::any_of(covered.items, [name](const FieldItem& item) {
    const auto* text = std::get_if<std::string>(&item.value);
    return text && *text == name && item.parameters.empty();
  });
}

bool covers_target(const FieldInnerList& covered, const Iri& url) {
  if (covers(covered, "@target-uri")) return true;
  if (!covers(covered, "@authority")) return false;
  if (covers(covered, "@request-target")) return true;
  const bool has_query = url.target().find('?') != std::string_view::npos;
  return covers(covered, "@path") && (!has_query || covers(covered, "@query"));
}

Result<void> check_coverage(const Message& message, const FieldInnerList& covered,
                            const Domain& own) {
  if (!covers(covered, "@method")) return refuse("@method is not signed");
  if (!covers_target(covered, message.url)) return refuse("the target is not signed");
  if (!message.body.empty() && !covers(covered, "content-digest")) {
    return refuse("the digest of the body is not signed");
  }
  if (message.url.domain() != own) {
    return refuse("the request was signed for another host: " + message.url.domain().text());
  }
  if (!covers(covered, "host")) return {};
  const auto host = check_host(message, own);
  return host ? Result<void>() : Result<void>(host.error());
}

Result<std::string> text_parameter(const FieldInnerList& covered, std::string_view key) {
  const BareItem* value = find_parameter(covered.parameters, key);
  if (!value) return std::string();
  const auto* text = std::get_if<std::string>(value);
  if (!text) return refuse("a parameter of the signature is no string: " + std::string(key));
  return *text;
}

Result<std::optional<Time>> time_parameter(const FieldInnerList& covered, std::string_view key) {
  const BareItem* value = find_parameter(covered.parameters, key);
  if (!value) return std::optional<Time>();
  const auto* seconds = std::get_if<int64_t>(value);
  if (!seconds) return refuse("a parameter of the signature is no integer: " + std::string(key));
  return std::optional<Time>(TRY(time_of_seconds(*seconds)));
}

Result<Time> check_times(const Message& message, const FieldInnerList& covered, Time now) {
  const auto created = TRY(time_parameter(covered, "created"));
  if (!created) return refuse("the signature does not say when it was created");
  TRY(check_window(*created, now));
  const auto expires = TRY(time_parameter(covered, "expires"));
  if (expires && (*expires < now || *expires < *created))
    return refuse("the signature has expired");
  if (!covers(covered, "date")) return *created;
  const auto date = parse_http_date(TRY(combined_value(*message.headers, "date")));
  if (!date) return refuse("the Date header cannot be read");
  TRY(check_window(*date, now));
  return std::min(*created, *date);
}

}  // namespace

Result<BoundClaim> read_rfc9421(const Message& message, const Domain& own, Time now) {
  const Labelled input = TRY(the_only_input(*message.headers));
  TRY(check_coverage(message, input.covered, own));

  Claim claim;
  claim.scheme = Scheme::rfc9421;
  claim.key_id = TRY(text_parameter(input.covered, "keyid"));
  if (claim.key_id.empty()) return refuse("the signature names no key");
  if (claim.key_id.size() > kMaxKeyId) return refuse("the keyid is too long");
  claim.algorithm = TRY(text_parameter(input.covered, "alg"));
  if (!claim.algorithm.empty() && claim.algorithm != "rsa-v1_5-sha256" &&
      claim.algorithm != "ed25519") {
    return refuse("unknown signature algorithm: " + claim.algorithm);
  }
  claim.signed_at = TRY(check_times(message, input.covered, now));
  claim.signature = TRY(the_only_signature(*message.headers, input.label));
  claim.base = TRY(signature_base(message, input.covered));
  return BoundClaim{std::move(claim), covers(input.covered, "digest"),
                    covers(input.covered, "content-digest")};
}

Result<void> sign_rfc9421(OutboundRequest& request, const std::string& key_id,
                          const PrivateKey& key, Time now) {
  if (const auto quotable = quote_field_string(key_id); !quotable) return quotable.error();
  FieldInnerList covered;
  const auto cover = [&](const char* name) {
    covered.items.push_back({BareItem(std::string(name)), {}});
  };
  // Mastodon asks for @method and @target-uri, Mitra for @authority too.
  for (const auto* name : {"@method", "@target-uri", "@authority", "host", "date"}) cover(name);
  if (request.headers.find("content-digest")) cover("content-digest");
  const std::string algorithm = key.type() == KeyType::rsa ? "rsa-v1_5-sha256" : "ed25519";
  covered.parameters = {{"created", BareItem(now.ms / 1000)},
                        {"keyid", BareItem(key_id)},
                        {"alg", BareItem(algorithm)}};
  const Message message{request.method, request.url, &request.headers, request.body};
  const auto base = TRY(signature_base(message, covered));
  request.headers.set("Signature-Input", "sig1=" + serialize_field(covered));
  const auto signature = TRY(key.sign(base));
  request.headers.set("Signature", "sig1=:" + base64(signature) + ":");
  return {};
}

}  // namespace hallway
