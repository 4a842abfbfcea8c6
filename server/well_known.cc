#include "server/well_known.h"

#include "server/local_people.h"
#include "server/node.h"
#include "server/site.h"
#include "server/version.h"
#include "webfinger/handle.h"
#include "webfinger/jrd.h"
#include "webfinger/nodeinfo.h"
#include "webfinger/xrd.h"

namespace hallway {
namespace {

std::string_view query_of(const Request& request) {
  const size_t mark = request.target.find('?');
  return mark == std::string::npos ? std::string_view()
                                   : std::string_view(request.target).substr(mark + 1);
}

Response cached(Response response, std::string_view how) {
  response.headers.add("Cache-Control", std::string(how));
  return response;
}

std::string_view image_type(const Iri& image) {
  const auto path = image.path();
  if (path.ends_with(".png")) return "image/png";
  if (path.ends_with(".gif")) return "image/gif";
  if (path.ends_with(".webp")) return "image/webp";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "image/jpeg";
}

bool looks_like_iri(std::string_view resource) {
  return resource.starts_with("https://") || resource.starts_with("http://");
}

// The actor that an address of ours names: its id or its page.
Result<Actor> actor_at(const ReadTxn& txn, const Home& home, std::string_view text) {
  const auto iri = TRY(Iri::parse(text));
  if (!home.owns(iri)) return fail(Code::not_found, "not ours: " + iri.text());
  // RFC 3986 §6.2.3: an empty path is "/".
  const bool is_host = iri == home.base || iri.text() + "/" == home.base.text();
  if (is_host || iri == home.instance_actor()) return find_instance_actor(txn, home);
  const auto path = iri.path();
  for (const std::string_view prefix : {"/users/", "/@"}) {
    if (!path.starts_with(prefix)) continue;
    const auto name = TRY(percent_decode(path.substr(prefix.size())));
    return find_local_actor(txn, home, name);
  }
  return fail(Code::not_found, "no actor at " + iri.text());
}

Result<Actor> subject_of(const ReadTxn& txn, const Home& home, std::string_view resource) {
  if (looks_like_iri(resource)) return actor_at(txn, home, resource);
  const auto handle = TRY(Handle::parse(resource));
  if (handle.domain != home.domain) return fail(Code::not_found, "not ours: " + to_string(handle));
  if (handle.name == kInstanceActorName) return find_instance_actor(txn, home);
  return find_local_actor(txn, home, handle.name);
}

}  // namespace

Result<Response> webfinger(Node& node, const Call& call) {
  const auto query = TRY(parse_webfinger_query(query_of(call.request)));
  const auto txn = TRY(node.read());
  const auto actor = TRY(subject_of(txn, node.home(), query.resource));
  LocalSubject subject{.handle = {actor.name, node.home().domain},
                       .actor = actor.iri,
                       .page = actor.url,
                       .base = node.home().base,
                       .is_node = actor.name == kInstanceActorName};
  if (!actor.icon.empty()) {
    subject.avatar = actor.icon;
    subject.avatar_type = image_type(actor.icon);
  }
  return cached(json_answer(to_json(jrd_of(subject), query.rels), "application/jrd+json"),
                "max-age=600");
}

Result<Response> host_meta(Node& node, const Call&) {
  return cached(
      text_answer(200, "application/xrd+xml; charset=utf-8", host_meta_xrd(node.home().base)),
      "max-age=3600");
}

Result<Response> host_meta_as_json(Node& node, const Call&) {
  return cached(json_answer(host_meta_json(node.home().base), "application/jrd+json"),
                "max-age=3600");
}

Result<Response> nodeinfo_links(Node& node, const Call&) {
  return cached(json_answer(nodeinfo_discovery(node.home().base)), "max-age=3600");
}

Result<Response> nodeinfo_document(Node& node, const Call& call) {
  const auto version = call["version"];
  if (version != "2.0" && version != "2.1") return fail(Code::not_found, "no such NodeInfo");
  const auto txn = TRY(node.read());
  const auto counted = node.figures().read(txn, node.now());
  const auto site = site_of(txn, node);
  const auto repository = Iri::parse(node.config().about.source);
  const NodeFacts facts{.version = std::string(kVersion),
                        .name = site.name,
                        .description = site.description,
                        .repository = repository ? std::optional(*repository) : std::nullopt,
                        .users = counted.users,
                        .active_month = counted.active_month,
                        .active_halfyear = counted.active_halfyear,
                        .local_posts = counted.local_posts};
  const auto type = "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/" +
                    std::string(version) + "#\"; charset=utf-8";
  return cached(json_answer(nodeinfo(facts, version == "2.1" ? 1 : 0), type), "max-age=60");
}

}  // namespace hallway
