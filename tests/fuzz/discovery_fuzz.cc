// What discovery reads from strangers: handles, WebFinger answers and queries, XRD, NodeInfo.

#include "tests/fuzz/fuzz.h"
#include "webfinger/handle.h"
#include "webfinger/jrd.h"
#include "webfinger/nodeinfo.h"
#include "webfinger/xrd.h"

using namespace hallway;
using fuzz::hold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = fuzz::text(data, size);
  if (const auto handle = Handle::parse(text); handle.ok()) {
    const auto again = Handle::parse(to_string(handle.value()));
    hold(again.ok() && again.value() == handle.value(), "a handle survives printing");
  }
  if (const auto jrd = parse_jrd(text); jrd.ok()) {
    hold(parse_jrd(dump_json(to_json(jrd.value()))).ok(), "a JRD survives printing");
    hold(jrd.value().links.size() <= 64, "links are bounded");
    (void)self_of(jrd.value());
    (void)subject_of(jrd.value());
  }
  (void)parse_webfinger_query(text);
  (void)parse_lrdd_template(text);
  (void)parse_nodeinfo(text);
  (void)parse_nodeinfo_discovery(text, Iri::parse("https://peer.example/").value());
  return 0;
}
