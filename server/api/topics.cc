#include "server/api/topics.h"

#include <algorithm>

#include "federation/hashtag.h"
#include "federation/public_timeline.h"
#include "federation/search.h"
#include "server/answer.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/experts.h"
#include "server/api/work_profiles.h"
#include "server/new_voices.h"
#include "server/node.h"
#include "server/params.h"
#include "server/related_topics.h"
#include "server/topic_watch.h"
#include "server/trends.h"
#include "storage/followed_tags.h"
#include "storage/questions.h"

namespace hallway::api {
namespace {

constexpr size_t kUsual = 10, kMost = 40;
constexpr size_t kRelated = 10, kPeople = 5, kQuestions = 5;
constexpr size_t kPostsRead = 500;  // for what is related

// What a call is answered from.
struct Asked {
  ReadTxn txn;
  std::shared_ptr<const RecentTalk> talk;
  Id caller;
  size_t limit;
};
Result<Asked> asked_by(Node& node, const Call& call, std::string_view scope) {
  const auto caller = TRY(caller_of(node, call.request, scope));
  const auto limit = TRY(Params::of_query(call.request)).limit(kUsual, kMost);
  return Asked{TRY(node.read()), node.topic_watch().latest(), caller.actor.id, limit};
}

Json page_of_topic(const Home& home, const std::string& name, bool recurring) {
  return recurring ? Json() : Json(home.base.text() + "tags/" + percent_encode(name));
}

Json brief_json(const TrendView& view, const std::string& name, const TopicTrend& of_late) {
  const auto* topic = view.talk.find_topic(name);
  const bool recurring = topic && !topic->tagged;
  const auto& base = view.home.base.text();
  const auto encoded = percent_encode(name);
  return {{"name", name},
          {"url", page_of_topic(view.home, name, recurring)},
          {"recurring", recurring},
          {"following", follows_tag(view.txn, view.viewer, name)},
          {"posts_last_week", of_late.uses},
          {"people_last_week", of_late.people},
          {"posts", recurring ? base + "api/v2/search?type=statuses&q=%22" + encoded + "%22"
                              : base + "api/v1/timelines/tag/" + encoded}};
}

Json list_json(const TrendView& view, const std::vector<TopicTrend>& topics) {
  Json out = Json::array();
  for (const auto& one : topics) out.push_back(brief_json(view, one.name, one));
  return out;
}

// The name of a hashtag, or of what recurs, as it is kept.
Result<std::string> topic_in(const RecentTalk& talk, const std::string& name) {
  auto tag = normalize_hashtag(name);
  if (!tag.empty()) return tag;
  const auto* topic = talk.find_topic(name);
  if (!topic) return fail(Code::not_found, "that is no hashtag, and nothing that recurs");
  return topic->name;
}

Result<Json> questions_with_words(Node& node, const View& view, const std::string& words) {
  Json out = Json::array();
  const auto hits = search_posts(
      view.txn, view.home, node.search_index(),
      {.typed = "\"" + words + "\" is:question", .person = view.viewer, .limit = kMost});
  if (!hits.ok() && hits.error().code == Code::unavailable) return out;
  for (const Id id : TRY(hits).ids) {
    const auto post = find_post(view.txn, id);
    const bool open = post && post->question && post->visibility == Visibility::public_ &&
                      state_of(*post) == QuestionState::open;
    if (open && out.size() < kQuestions) out.push_back(status_json(view, *post));
  }
  return out;
}

Result<Json> open_questions(Node& node, const View& view, const std::string& name, bool recurring) {
  if (recurring) return questions_with_words(node, view, name);
  Json out = Json::array();
  const QuestionPage page{.tag = name, .window = {.limit = kQuestions}};
  for (const auto& item : question_timeline(view.txn, view.home, view.destination(), page)) {
    out.push_back(status_json(view, item));
  }
  return out;
}

Json related_json(const TrendView& view, const std::string& name) {
  Json out = Json::array();
  const auto posts = posts_about(view, name, kPostsRead);
  for (const auto& one : related_topics(view, name, posts, kRelated)) {
    out.push_back({{"name", one.name},
                   {"url", page_of_topic(view.home, one.name, /*recurring=*/false)},
                   {"weight", one.weight}});
  }
  return out;
}

}  // namespace

Result<Response> list_topics(Node& node, const Call& call) {
  const auto asked = TRY(asked_by(node, call, "read:search"));
  const TrendView view{asked.txn, node.home(), *asked.talk, asked.caller, node.now()};
  Json followed = Json::array();
  for (const auto& tag : list_followed_tags(asked.txn, asked.caller)) {
    if (followed.size() == asked.limit) break;
    const auto of_late = topic_of_late(view, tag.name);
    followed.push_back(brief_json(view, tag.name, of_late.value_or(TopicTrend{})));
  }
  return json_answer({{"followed", std::move(followed)},
                      {"trending", list_json(view, trending_tags(view, asked.limit))},
                      {"recurring", list_json(view, recurring_terms(view, asked.limit))}});
}

Result<Response> show_topic(Node& node, const Call& call) {
  const auto asked = TRY(asked_by(node, call, "read:search"));
  const auto name = TRY(topic_in(*asked.talk, std::string(call["name"])));
  const View view{asked.txn, node.home(), asked.caller, node.now()};
  const TrendView trends{asked.txn, node.home(), *asked.talk, asked.caller, node.now()};
  auto topic = brief_json(trends, name, topic_of_late(trends, name).value_or(TopicTrend{}));
  const bool recurring = topic["recurring"] == true;
  topic["followers_count"] = count_tag_followers(asked.txn, name);
  topic["related"] = related_json(trends, name);
  topic["people"] = TRY(people_here_json(node, view, name, kPeople));
  topic["open_questions"] = TRY(open_questions(node, view, name, recurring));
  return json_answer(topic);
}

Result<Response> list_new_voices(Node& node, const Call& call) {
  const auto asked = TRY(asked_by(node, call, "read:accounts"));
  const View view{asked.txn, node.home(), asked.caller, node.now()};
  Json out = Json::array();
  for (const auto& voice :
       new_voices({asked.txn, node.home(), *asked.talk, asked.caller, node.now()}, asked.limit)) {
    Json statuses = Json::array();
    for (const auto& post : voice.posts) statuses.push_back(status_json(view, post));
    out.push_back({{"account", described_account_json(view, voice.actor)},
                   {"topic",
                    {{"name", voice.topic},
                     {"url", page_of_topic(node.home(), voice.topic, /*recurring=*/false)}}},
                   {"statuses", std::move(statuses)}});
  }
  return json_answer(out);
}

}  // namespace hallway::api
