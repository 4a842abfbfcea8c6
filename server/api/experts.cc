#include "server/api/experts.h"

#include <algorithm>

#include "federation/experts.h"
#include "federation/plain_text.h"
#include "federation/search_syntax.h"
#include "federation/skills.h"
#include "server/answer.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/found_posts.h"
#include "server/api/work_profiles.h"
#include "server/node.h"
#include "server/params.h"
#include "storage/follows.h"
#include "storage/notification_policy.h"
#include "storage/search_snippet.h"
#include "storage/search_words.h"

namespace hallway::api {
namespace {

constexpr size_t kUsualPeople = 10, kMostPeople = 40;

// Where a post is not here, its link alone.
Json evidence_json(const View& view, const FoundExpert& expert, Snippets& snippets) {
  Json evidence = Json::array();
  for (const Id id : expert.posts) {
    const auto post = find_post(view.txn, id);
    if (!post) continue;
    evidence.push_back({{"url", post->iri.text()},
                        {"status", status_json(view, *post)},
                        {"snippet", snippet_html(snippets, *post)}});
  }
  for (const auto& link : expert.elsewhere ? expert.elsewhere->evidence : std::vector<Iri>()) {
    const auto is_shown = [&](const Json& one) { return find_string(one, "url") == link.text(); };
    if (std::ranges::any_of(evidence, is_shown)) continue;
    evidence.push_back({{"url", link.text()}, {"status", nullptr}, {"snippet", nullptr}});
  }
  return evidence;
}

// Whether they are told at once when the caller writes to them alone; null where that is their own
// node's to know.
Json takes_direct(const View& view, const Actor& actor) {
  if (!actor.local) return {};
  const Notification written{.recipient = actor.id, .actor = view.viewer, .at = view.now};
  if (judge(view.txn, written) != Judgement::accept) return false;
  return follows(view.txn, actor.id, view.viewer) ||
         find_notification_policy(view.txn, actor.id).private_mentions == Judgement::accept;
}

// What they do where they work, as far as the asker may learn it; of somebody whom this node does
// not know nothing.
void add_work_of(Json& person, const View& view, const Actor* actor, SkillQuestion& question) {
  const bool known = actor && may_learn_work(view.txn, view.home, *actor, view.destination());
  person["title"] = known ? actor->work.title : "";
  person["team"] = known ? actor->work.team : "";
  person["matching_skills"] = Json::array();
  if (known) {
    for (const auto& skill : question.matching(view.txn, view.home, *actor)) {
      person["matching_skills"].push_back(
          {{"name", skill.name}, {"endorsements", skill.endorsements}});
    }
  }
  person["around"] = actor ? around_json(view, actor->id) : Json();
}

// What is the same for all who are found by one question.
struct AskedFor {
  Snippets snippets;
  SkillQuestion skills;
};

Json expert_json(const View& view, const FoundExpert& expert, AskedFor& asked) {
  const auto actor = find_actor(view.txn, expert.person);
  Json person;
  if (actor) {
    auto account = described_account_json(view, *actor);
    person = {{"acct", account.value("acct", actor->name)},
              {"name", account.value("display_name", "")},
              {"node", actor->domain},
              {"actor", actor->iri.text()}};
    person["account"] = std::move(account);
  } else if (expert.elsewhere) {
    const auto& their = *expert.elsewhere;
    const auto& node = their.actor.domain().text();
    person = {{"acct", their.name + "@" + node},
              {"name", their.display_name},
              {"node", node},
              {"actor", their.actor.text()},
              {"account", nullptr}};
  }
  person["ask"] = "@" + std::string(find_string(person, "acct").value_or(""));
  person["direct"] = actor ? takes_direct(view, *actor) : Json();
  person["score"] = expert.score;
  person["confidence"] = expert.confidence;
  person["evidence"] = evidence_json(view, expert, asked.snippets);
  add_work_of(person, view, actor ? &*actor : nullptr, asked.skills);
  return person;
}

Json nodes_json(const Node& node, std::span<const ExpertNodes::Node> asked) {
  Json nodes = {{{"domain", node.home().domain.text()}, {"state", "answered"}}};
  for (const auto& one : asked) {
    nodes.push_back(
        {{"domain", one.domain.text()}, {"state", name_of(one.state)}, {"people", one.people}});
  }
  return nodes;
}

// What this node has, and what the others say of theirs.
struct Asked {
  ExpertWords words;
  ExpertNodes::Outcome outcome;
};
Result<Asked> ask_all(Node& node, std::string_view question) {
  ExpertWords words(TRY(node.search_index().read()));
  ExpertSum sum(question_words(question));
  sum.add(TRY(words.count(sum.words())));
  auto outcome = node.expert_nodes().ask(std::move(sum));
  return Asked{std::move(words), std::move(outcome)};
}

// Who asks for what.
struct Question {
  std::string text;
  std::vector<SearchPhrase> phrases;
  ExpertWish wish;
};

Result<Question> question_of(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:search"));
  const auto params = TRY(Params::of_query(call.request));
  Question question{
      .text = std::string(utf8_prefix(params.text("q"), kLongestSearch)),
      .phrases = {},
      .wish = {.person = caller.actor.id, .limit = params.limit(kUsualPeople, kMostPeople)}};
  question.phrases = parse_search(question.text).wanted;
  if (search_words(composed(question.text)).empty()) {
    return fail(Code::invalid, "q has no word in it: ask in your own words");
  }
  return question;
}

struct FoundPeople {
  Json json;
  bool complete = true;  // no node may say more in a moment
};
Result<FoundPeople> find_people(Node& node, const Question& question) {
  auto asked = ask_all(node, question.text);
  // While nothing is indexed yet nobody is found; `indexing` says so.
  if (!asked.ok() && asked.error().code != Code::unavailable) return asked.error();
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), question.wish.person, node.now()};
  AskedFor about{Snippets(node.search_index(), question.phrases), SkillQuestion(question.text)};
  Json people = Json::array(), nodes = nodes_json(node, {});
  FoundPeople found;
  if (asked.ok()) {
    auto& [words, outcome] = *asked;
    auto wish = question.wish;
    wish.question = question.text;
    wish.answers = outcome.people;
    for (const auto& expert : TRY(find_experts(txn, node.home(), words, outcome.asked, wish))) {
      people.push_back(expert_json(view, expert, about));
    }
    nodes = nodes_json(node, outcome.nodes);
    found.complete = std::ranges::none_of(
        outcome.nodes, [](const auto& one) { return one.state == ExpertNodes::State::timed_out; });
  }
  found.json = {{"people", std::move(people)},
                {"nodes", std::move(nodes)},
                {"indexing", indexing_json(node)}};
  return found;
}

}  // namespace

Result<Json> people_here_json(Node& node, const View& view, const std::string& question,
                              size_t most) {
  Json people = Json::array();
  auto reader = node.search_index().read();
  if (!reader.ok()) return people;
  ExpertWords words(*std::move(reader));
  AskedFor about{Snippets(node.search_index(), parse_search(question).wanted),
                 SkillQuestion(question)};
  const ExpertWish wish{.person = view.viewer, .limit = most, .question = question};
  const auto asked = TRY(ask_here(words, question));
  for (const auto& expert : TRY(find_experts(view.txn, node.home(), words, asked, wish))) {
    people.push_back(expert_json(view, expert, about));
  }
  return people;
}

Result<Response> find_experts_for(Node& node, const Call& call) {
  return json_answer(TRY(find_people(node, TRY(question_of(node, call)))).json);
}

Result<Response> follow_experts_for(Node& node, const Call& call) {
  auto question = TRY(question_of(node, call));
  auto response = text_answer(200, "text/event-stream; charset=utf-8", {});
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Accel-Buffering", "no");  // nginx
  response.stream = TRY(node.late_experts().follow(
      [&node, question = std::move(question)]() -> Result<LateExperts::Found> {
        const auto found = TRY(find_people(node, question));
        return LateExperts::Found{.data = dump_json(found.json), .complete = found.complete};
      }));
  return response;
}

}  // namespace hallway::api
