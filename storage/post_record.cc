#include "storage/post_record.h"

#include "storage/attachment_record.h"
#include "storage/emoji_record.h"
#include "storage/record.h"

namespace hallway {
namespace {

std::vector<std::unique_ptr<record::AttachmentT>> records_of(const std::vector<Attachment>& list) {
  std::vector<std::unique_ptr<record::AttachmentT>> out;
  out.reserve(list.size());
  for (const auto& a : list) out.push_back(record_of(a));
  return out;
}

std::unique_ptr<record::PollT> record_of(const std::optional<Poll>& poll) {
  if (!poll) return nullptr;
  auto r = std::make_unique<record::PollT>();
  for (const auto& option : poll->options) {
    auto o = std::make_unique<record::PollOptionT>();
    o->title = option.title;
    o->votes = option.votes;
    r->options.push_back(std::move(o));
  }
  r->multiple = poll->multiple;
  r->ends = poll->ends.ms;
  r->closed = poll->closed.ms;
  r->voters = poll->voters;
  return r;
}

Poll poll_of(const record::PollT& r) {
  Poll poll{.multiple = r.multiple, .ends = {r.ends}, .closed = {r.closed}, .voters = r.voters};
  for (const auto& o : r.options) poll.options.push_back({o->title, o->votes});
  return poll;
}

// Read in place: a post is decoded for each line of a timeline.

std::vector<std::string> texts_in(
    const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* texts) {
  std::vector<std::string> out;
  if (!texts) return out;
  out.reserve(texts->size());
  for (const auto* text : *texts) out.emplace_back(text->string_view());
  return out;
}

Iri iri_in(const flatbuffers::String* text) { return iri_from_record(text_of(text)); }

template <class Record>
std::vector<std::unique_ptr<typename Record::NativeTableType>> unpacked(
    const flatbuffers::Vector<flatbuffers::Offset<Record>>* records) {
  std::vector<std::unique_ptr<typename Record::NativeTableType>> out;
  if (!records) return out;
  for (const auto* one : *records) out.emplace_back(one->UnPack());
  return out;
}

}  // namespace

std::string encode_post(const Post& p) {
  record::PostT r;
  r.id = p.id.value;
  r.iri = p.iri.text();
  r.author = p.author.value;
  r.type = p.type;
  r.content = p.content;
  r.title = p.title;
  r.summary = p.summary;
  r.sensitive = p.sensitive;
  r.language = p.language;
  r.url = p.url.text();
  r.in_reply_to = p.in_reply_to.text();
  r.parent = p.parent.value;
  r.context = p.context.value;
  r.published = p.published.ms;
  r.updated = p.updated.ms;
  r.visibility = static_cast<record::Visibility>(p.visibility);
  r.label = static_cast<record::Label>(p.label);
  r.to = p.to;
  r.cc = p.cc;
  for (const auto& mention : p.mentions) {
    auto m = std::make_unique<record::MentionT>();
    m->iri = mention.iri.text();
    m->name = mention.name;
    r.mentions.push_back(std::move(m));
  }
  r.tags = p.tags;
  r.links = p.links;
  r.attachments = records_of(p.attachments);
  r.local = p.local;
  r.gone = p.gone;
  r.gone_at = p.gone_at.ms;
  r.document = p.document;
  r.source = p.source;
  r.conversation = p.conversation;
  r.earlier = p.earlier;
  r.replies = p.replies.text();
  r.replies_there = p.replies_there;
  r.looked = p.looked.ms;
  r.starts = p.starts.ms;
  r.ends = p.ends.ms;
  r.place = p.place;
  r.poll = record_of(p.poll);
  r.emojis = records_of(p.emojis);
  r.quote = p.quote.text();
  r.quote_consent = p.quote_consent.text();
  r.quote_state = static_cast<record::QuoteState>(p.quote_state);
  r.quote_policy = static_cast<record::QuotePolicy>(p.quote_policy);
  r.approval = static_cast<record::Approval>(p.approval);
  r.blind = p.blind;
  r.question = p.question;
  r.accepted_answer = p.accepted_answer.text();
  return encode_record<record::Post>(r);
}

Result<Post> decode_post(std::string_view bytes) {
  const auto& r = *TRY(view_record<record::Post>(bytes));
  Post p;
  p.id = {r.id()};
  p.iri = iri_in(r.iri());
  p.author = {r.author()};
  p.type = text_of(r.type());
  p.content = text_of(r.content());
  p.title = text_of(r.title());
  p.summary = text_of(r.summary());
  p.sensitive = r.sensitive();
  p.language = text_of(r.language());
  p.url = iri_in(r.url());
  p.in_reply_to = iri_in(r.in_reply_to());
  p.parent = {r.parent()};
  p.context = {r.context()};
  p.published = {r.published()};
  p.updated = {r.updated()};
  p.visibility = static_cast<Visibility>(r.visibility());
  p.label = static_cast<Label>(r.label());
  p.to = texts_in(r.to());
  p.cc = texts_in(r.cc());
  for (const auto& m : unpacked(r.mentions())) {
    p.mentions.push_back({iri_from_record(m->iri), m->name});
  }
  p.tags = texts_in(r.tags());
  p.links = texts_in(r.links());
  for (const auto& a : unpacked(r.attachments())) p.attachments.push_back(attachment_of(*a));
  p.local = r.local();
  p.gone = r.gone();
  p.gone_at = {r.gone_at()};
  p.document = r.document();
  p.source = text_of(r.source());
  p.conversation = text_of(r.conversation());
  if (r.earlier()) p.earlier.assign(r.earlier()->begin(), r.earlier()->end());
  p.replies = iri_in(r.replies());
  p.replies_there = r.replies_there();
  p.looked = {r.looked()};
  p.starts = {r.starts()};
  p.ends = {r.ends()};
  p.place = text_of(r.place());
  if (r.poll()) p.poll = poll_of(*std::unique_ptr<record::PollT>(r.poll()->UnPack()));
  p.emojis = emojis_of(unpacked(r.emojis()));
  p.quote = iri_in(r.quote());
  p.quote_consent = iri_in(r.quote_consent());
  p.quote_state = static_cast<QuoteState>(r.quote_state());
  p.quote_policy = static_cast<QuotePolicy>(r.quote_policy());
  p.approval = static_cast<Approval>(r.approval());
  p.blind = texts_in(r.blind());
  p.question = r.question();
  p.accepted_answer = iri_in(r.accepted_answer());
  return p;
}

}  // namespace hallway
