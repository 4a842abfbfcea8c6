#include "tests/support/remote_host.h"

#include <algorithm>
#include <thread>

#include "storage/values/json.h"
#include "tests/support/site.h"

namespace hallway::test {
namespace {

constexpr std::string_view kEverywhere = "https://www.w3.org/ns/activitystreams#Public";

std::string words_of(uint64_t number) {
  std::string text = "<p>The measurement number " + std::to_string(number) + " is in. ";
  for (int i = 0; i < 6; ++i) {
    text += "It took longer than we thought, and the <em>second</em> run agrees with the first. ";
  }
  return text +
         R"(More is in <a href="https://papers.example/reports/measurements" rel="nofollow noopener" target="_blank">the report</a>.<br>Questions are welcome: <a href="https://social.example/tags/measurements" class="mention hashtag" rel="tag">#<span>measurements</span></a></p>)";
}

Response found(const Json& document, std::string_view type) {
  return {.headers = {{"Content-Type", std::string(type)}}, .body = dump_json(document)};
}

}  // namespace

const Json& mastodon_context() {
  static const Json terms = Json::array({"https://www.w3.org/ns/activitystreams",
                                         Json{{"ostatus", "http://ostatus.org#"},
                                              {"atomUri", "ostatus:atomUri"},
                                              {"inReplyToAtomUri", "ostatus:inReplyToAtomUri"},
                                              {"conversation", "ostatus:conversation"},
                                              {"sensitive", "as:sensitive"},
                                              {"toot", "http://joinmastodon.org/ns#"},
                                              {"votersCount", "toot:votersCount"},
                                              {"Hashtag", "as:Hashtag"}}});
  return terms;
}

RemoteHost::RemoteHost(const std::string& host, size_t people)
    : host_(host), people_(people), key_(test_key(KeyType::rsa)) {
  const auto bind = host.ends_with(".localhost") ? "127.0.0.1" : host;
  listener_ = Listener::start({.bind = bind, .workers = 2}, [this](const Request& request) {
                return answer(request);
              }).value();
  port_ = listener_->port();
}

RemoteHost::~RemoteHost() { listener_->stop(Duration{}); }

std::string RemoteHost::domain() const { return host_ + ":" + std::to_string(port_); }

std::string RemoteHost::handle(size_t person) const {
  return "@p" + std::to_string(person) + "@" + domain();
}

std::string RemoteHost::iri(size_t person) const {
  return "http://" + domain() + "/users/p" + std::to_string(person);
}

std::vector<std::string> RemoteHost::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

Response RemoteHost::answer(const Request& request) {
  if (request.method == "POST") {
    const std::lock_guard lock(mutex_);
    received_.push_back(request.body);
    return {.status = 202};
  }
  for (size_t person = 0; person < people_; ++person) {
    const auto name = "p" + std::to_string(person);
    const auto acct = "acct:" + name + "@" + domain();
    if (request.path == "/users/" + name) {
      return found(person_json(iri(person), name, key_.public_key()), kActivityJson);
    }
    if (request.target == "/.well-known/webfinger?resource=" + percent_encode(acct)) {
      return found({{"subject", acct},
                    {"links", {{{"rel", "self"}, {"type", kActivityJson}, {"href", iri(person)}}}}},
                   "application/jrd+json");
    }
  }
  return {.status = 404};
}

std::string RemoteHost::post(const std::string& domain, size_t person, std::string body,
                             Signing how) const {
  OutboundRequest request{.method = "POST",
                          .url = Iri::parse("http://" + domain + "/inbox").value(),
                          .body = std::move(body)};
  request.headers.add("Content-Type", std::string(kActivityJson));
  sign_request(request, how, key_id_of(iri(person)), key_, SystemClock().now()).value();
  std::string text = "POST /inbox HTTP/1.1\r\n";
  if (!request.headers.find("Host")) text += "Host: " + domain + "\r\n";
  for (const auto& [name, value] : request.headers.list()) text += name + ": " + value + "\r\n";
  return text + "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" +
         request.body;
}

std::string RemoteHost::note_id(uint64_t number) const {
  return iri(author_of(number)) + "/statuses/" + std::to_string(number);
}

std::string RemoteHost::create_id(uint64_t number) const { return note_id(number) + "/activity"; }

std::string RemoteHost::create(uint64_t number) const {
  const auto person = author_of(number);
  const auto id = note_id(number);
  const auto published = to_rfc3339(SystemClock().now());
  const Json to = Json::array({kEverywhere});
  const Json cc = Json::array({iri(person) + "/followers"});
  const auto content = words_of(number);
  return dump_json(
      {{"@context", mastodon_context()},
       {"id", create_id(number)},
       {"type", "Create"},
       {"actor", iri(person)},
       {"published", published},
       {"to", to},
       {"cc", cc},
       {"object",
        {{"id", id},
         {"type", "Note"},
         {"summary", nullptr},
         {"inReplyTo", nullptr},
         {"published", published},
         {"url",
          "http://" + domain() + "/@p" + std::to_string(person) + "/" + std::to_string(number)},
         {"attributedTo", iri(person)},
         {"to", to},
         {"cc", cc},
         {"sensitive", false},
         {"atomUri", id},
         {"inReplyToAtomUri", nullptr},
         {"conversation", "tag:" + domain() + ",2026:objectId=" + std::to_string(number)},
         {"content", content},
         {"contentMap", {{"en", content}}},
         {"attachment", Json::array()},
         {"tag", Json::array({{{"type", "Hashtag"},
                               {"href", "https://social.example/tags/measurements"},
                               {"name", "#measurements"}}})},
         {"replies",
          {{"id", id + "/replies"},
           {"type", "Collection"},
           {"first",
            {{"type", "CollectionPage"},
             {"next", id + "/replies?only_other_accounts=true&page=true"},
             {"partOf", id + "/replies"},
             {"items", Json::array()}}}}}}}});
}

std::vector<std::string> RemoteHost::creates(const std::string& domain, uint64_t first,
                                             size_t count) const {
  std::vector<std::string> requests(count);
  std::vector<std::jthread> threads;
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  for (size_t core = 0; core < cores; ++core) {
    threads.emplace_back([&, core] {
      for (size_t i = core; i < count; i += cores) {
        requests[i] = post(domain, author_of(first + i), create(first + i));
      }
    });
  }
  threads.clear();
  return requests;
}

std::string RemoteHost::accept(std::string_view follow) const {
  const auto asked = parse_json(follow).value();
  const auto person = std::string(find_string(asked, "object").value_or(""));
  return dump_json(
      {{"@context", "https://www.w3.org/ns/activitystreams"},
       {"id", person + "#accepts/" + std::string(find_string(asked, "id").value_or(""))},
       {"type", "Accept"},
       {"actor", person},
       {"object", asked}});
}

}  // namespace hallway::test
