// Signature headers. The input is a request's header lines; the last, without a colon, is its body.

#include "federation/signature.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto rest = fuzz::text(data, size);
  Headers headers;
  std::string_view body;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) {
      body = line;
    } else {
      auto value = line.substr(colon + 1);
      while (value.starts_with(' ')) value.remove_prefix(1);
      headers.add(std::string(line.substr(0, colon)), std::string(value));
    }
  }
  const Message message{.method = "POST",
                        .url = Iri::parse("https://a.example/inbox?x=1").value(),
                        .headers = &headers,
                        .body = body};
  const auto now = parse_rfc3339("2026-11-25T12:00:00Z").value();
  const auto claim = read_signature(message, Domain::parse("a.example").value(), now);
  if (!claim.ok()) return 0;
  hold(!claim.value().key_id.empty(), "a claim names a key");
  hold(!claim.value().base.empty(), "a claim covers something");
  hold(!claim.value().signature.empty(), "a claim has a signature");
  return 0;
}
