// Addresses of all kinds: what parses prints, and what was printed parses to the same.

#include "storage/values/id.h"
#include "storage/values/ip.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = fuzz::text(data, size);
  if (const auto iri = Iri::parse(text); iri.ok()) {
    const auto again = Iri::parse(iri.value().text());
    hold(again.ok() && again.value() == iri.value(), "an IRI survives printing");
  }
  if (const auto domain = Domain::parse(text); domain.ok()) {
    const auto again = Domain::parse(domain.value().text());
    hold(again.ok() && again.value() == domain.value(), "a domain survives printing");
  }
  if (const auto address = IpAddress::parse(text); address.ok()) {
    hold(IpAddress::parse(to_string(address.value())).ok(), "an address survives printing");
  }
  if (const auto range = Cidr::parse(text); range.ok()) {
    hold(Cidr::parse(to_string(range.value())).ok(), "a range survives printing");
  }
  if (const auto id = parse_id(text); id.ok()) {
    const auto again = parse_id(to_string(id.value()));
    hold(again.ok() && again.value() == id.value(), "an id survives printing");
  }
  (void)parse_rfc3339(text);
  (void)parse_http_date(text);
  return 0;
}
