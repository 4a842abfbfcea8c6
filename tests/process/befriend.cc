#include "tests/process/befriend.h"

#include "tests/support/eventually.h"

namespace hallway::test {
namespace {

// The answer of whoever is followed, if it is `person`.
bool is_for(const RemoteHost& host, const std::string& follow, size_t person) {
  return follow.find("\"object\":\"" + host.iri(person) + '"') != std::string::npos;
}

}  // namespace

bool befriend(const RealNode& node, const RemoteHost& host) {
  if (node.command({"account", "add", "ann"}).code != 0) return false;
  for (size_t person = 0; person < host.people(); ++person) {
    if (node.command({"follow", "--as", "ann", host.handle(person)}).code != 0) return false;
  }
  if (!eventually([&] { return host.received().size() >= host.people(); })) return false;
  std::vector<std::string> accepts;
  for (const auto& follow : host.received()) {
    for (size_t person = 0; person < host.people(); ++person) {
      if (!is_for(host, follow, person)) continue;
      accepts.push_back(host.post(node.domain(), person, host.accept(follow)));
    }
  }
  return send_load(node.target(), {.requests = accepts}).count(202) == host.people();
}

}  // namespace hallway::test
