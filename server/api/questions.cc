#include "server/api/questions.h"

#include "federation/hashtag.h"
#include "federation/public_timeline.h"
#include "federation/question.h"
#include "server/api.h"
#include "server/api/shown.h"
#include "server/api/timelines.h"
#include "server/node.h"

namespace hallway::api {
namespace {

Id accepted_answer_of(const View& view, const Post& question) {
  const auto answer = find_accepted_answer(view.txn, question);
  const bool shown = answer && may_flow(view.txn, view.home, *answer, view.destination());
  return shown ? answer->id : Id{};
}

Result<std::string> topic_in(const Params& params) {
  const auto written = params.text("topic");
  auto topic = normalize_hashtag(written);
  if (!written.empty() && topic.empty()) return fail(Code::invalid, "topic is no hashtag");
  return topic;
}

Result<Response> judge(Node& node, const Call& call, Result<Post> (*act)(Local&, Id)) {
  const auto target = TRY(target_of(node, call, "write:statuses"));
  const auto question = TRY(
      node.act_as(target.caller.actor, [&](Local& local) { return act(local, target.post.id); }));
  return target_answer(node, {target.caller, question});
}

}  // namespace

std::string question_text(const View& view, const Post& post, const Touches& touches) {
  const auto answer = post.question ? accepted_answer_of(view, post) : Id{};
  std::string text = post.question ? "{\"question\":true" : "{\"question\":false";
  text += ",\"accepted_answer_id\":";
  text += answer ? "\"" + to_string(answer) + "\"" : "null";
  text += touches.accepted ? ",\"answers_question\":true}" : ",\"answers_question\":false}";
  return text;
}

Result<Response> list_questions(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto state = params.find("state").value_or("open");
  QuestionPage page{.tag = TRY(topic_in(params)), .window = window_of(params)};
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  if (state == "for_me") {
    if (!page.tag.empty()) return fail(Code::invalid, "a topic cannot be asked of state=for_me");
    return page_of_items(node, call, view,
                         asked_timeline(txn, node.home(), caller.actor.id, page.window));
  }
  if (state != "open" && state != "answered") {
    return fail(Code::invalid, "state is none of open, answered, for_me");
  }
  if (state == "answered") page.state = QuestionState::answered;
  return page_of_items(node, call, view,
                       question_timeline(txn, node.home(), view.destination(), page));
}

Result<Response> accept_status(Node& node, const Call& call) {
  return judge(node, call, accept_answer);
}

Result<Response> unaccept_status(Node& node, const Call& call) {
  return judge(node, call, unaccept_answer);
}

}  // namespace hallway::api
