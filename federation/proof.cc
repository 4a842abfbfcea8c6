#include "federation/proof.h"

namespace hallway {
namespace {

constexpr std::string_view kSuite = "eddsa-jcs-2022";
constexpr std::string_view kProofType = "DataIntegrityProof";
constexpr std::string_view kPurpose = "assertionMethod";
constexpr size_t kSignatureBytes = 64;
constexpr Duration kProofAhead = hours(1);

Error unproven(std::string what) { return fail(Code::unauthenticated, std::move(what)); }

// vc-di-eddsa §3.3.4: the hash of the options before that of the document.
Result<std::string> hash_data(const Json& document, const Json& options) {
  const auto options_hash = sha256(TRY(canonical_json(options)));
  const auto document_hash = sha256(TRY(canonical_json(document)));
  return std::string(as_bytes_view(options_hash)) + std::string(as_bytes_view(document_hash));
}

// The one proof of a document, else nullptr.
const Json* the_proof(const Json& document) {
  const auto proofs = find_list(document, "proof");
  if (proofs.size() != 1 || !proofs.front()->is_object()) return nullptr;
  return proofs.front();
}

bool is(const Json& proof, std::string_view key, std::string_view wanted) {
  return find_string(proof, key) == wanted;
}

Result<std::string> parse_signature(const Json& proof) {
  const auto text = find_string(proof, "proofValue");
  if (!text || !text->starts_with('z')) return unproven("the proofValue is not base58btc");
  const auto bytes = parse_base58btc(text->substr(1));
  if (!bytes || bytes->size() != kSignatureBytes) {
    return unproven("the proofValue is no Ed25519 signature");
  }
  return *bytes;
}

Result<void> check_options(const Json& document, const Json& proof) {
  if (!is(proof, "type", kProofType) || !is(proof, "cryptosuite", kSuite)) {
    return unproven("unknown kind of proof");
  }
  if (!is(proof, "proofPurpose", kPurpose)) return unproven("the proof has another purpose");
  for (const auto* key : {"domain", "challenge", "previousProof"}) {
    if (proof.contains(key)) return unproven(std::string("a proof bound elsewhere, by ") + key);
  }
  const Json* context = find_member(proof, "@context");
  const Json* own_context = find_member(document, "@context");
  if (context && (!own_context || *context != *own_context)) {
    return unproven("the proof was made under another @context");
  }
  return {};
}

Result<Time> check_times(const Json& proof, Time now) {
  const auto created = find_time(proof, "created");
  if (!created) return unproven("the proof does not say when it was created");
  if (*created - now > kProofAhead) return unproven("the proof is from the future");
  if (proof.contains("expires")) {
    const auto expires = find_time(proof, "expires");
    if (!expires) return unproven("the proof's expires cannot be read");
    if (*expires < now || *expires < *created) return unproven("the proof has expired");
  }
  return *created;
}

}  // namespace

Result<Json> add_proof(Json document, Json options, const PrivateKey& key) {
  if (!document.is_object() || !options.is_object()) {
    return fail(Code::invalid, "only an object can carry a proof");
  }
  if (key.type() != KeyType::ed25519) return fail(Code::invalid, "a proof needs an Ed25519 key");
  for (const auto* member : {"proof", "signature"}) document.erase(member);
  const auto signature = TRY(key.sign(TRY(hash_data(document, options))));
  options["proofValue"] = "z" + base58btc(signature);
  document["proof"] = std::move(options);
  return document;
}

Result<Json> add_proof(Json document, const Iri& verification_method, const PrivateKey& key,
                       Time created) {
  Json options = {{"type", kProofType},
                  {"cryptosuite", kSuite},
                  {"verificationMethod", verification_method.text()},
                  {"proofPurpose", kPurpose},
                  {"created", to_rfc3339(created)}};
  if (const Json* context = find_member(document, "@context")) options["@context"] = *context;
  return add_proof(std::move(document), std::move(options), key);
}

Result<Proof> read_proof(const Json& document, Time now) {
  const Json* proof = the_proof(document);
  if (!proof) return unproven("the document must carry one proof");
  TRY(check_options(document, *proof));
  if (const auto signature = parse_signature(*proof); !signature) return signature.error();
  const auto method = find_string(*proof, "verificationMethod");
  auto iri = method ? Iri::parse(*method) : Result<Iri>(unproven("no verificationMethod"));
  if (!iri) return unproven("the proof's verificationMethod is no http address");
  const Time created = TRY(check_times(*proof, now));
  return Proof{*std::move(iri), created, std::string(*find_string(*proof, "proofValue"))};
}

bool verify_proof(const Json& document, const PublicKey& key) {
  const Json* proof = the_proof(document);
  if (!proof || key.type() != KeyType::ed25519) return false;
  if (!is(*proof, "type", kProofType) || !is(*proof, "cryptosuite", kSuite)) return false;
  const auto signature = parse_signature(*proof);
  if (!signature) return false;
  Json options = *proof;
  options.erase("proofValue");
  Json bare = document;
  for (const auto* member : {"proof", "signature"}) bare.erase(member);
  const auto data = hash_data(bare, options);
  return data && key.verify(*data, *signature);
}

}  // namespace hallway
