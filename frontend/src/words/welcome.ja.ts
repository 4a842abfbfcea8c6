import type { Said } from "./more.svelte";
import type { WelcomeWord } from "./welcome.en";

export default {
  "title": "{name} さん、ようこそ",
  "words": "三つのステップ、それぞれ一分ほどです。設定からいつでも戻ってこられます。",
  "know.title": "1. 何に詳しいですか？",
  "know.words": "詳しい人を探している同僚が、これを手がかりにあなたを見つけます。短い言葉で、コンマで区切って書いてください。",
  "know.label": "詳しいこと",
  "know.hint": "窯、釉薬、輸出書類",
  "know.title-label": "担当している仕事",
  "know.save": "保存",
  "know.saved": "保存しました",
  "topics.title": "2. どんな話題に関心がありますか？",
  "topics.words": "フォローしたトピックの投稿は、誰が書いたものでもホームに届きます。",
  "topics.label": "ほかのトピック",
  "topics.follow": "フォローする",
  "topics.none": "まだ話題になっているトピックはありません。#言葉 を入れた投稿を書いて始めてみましょう。",
  "people.title": "3. 一緒に働いている人は？",
  "people.words": "その人たちの投稿がホームに届きます。",
  "people.follow": "{name} をフォローする",
  "people.followed": "{name} をフォロー中",
  "people.none": "名簿に載っている人は、まだほかにいません。招待した人がここに表示されます。",
  "people.bring": "ほかのサーバーのアカウントをお持ちですか？フォローしていた人を取り込む",
  "audience.title": "あなたの投稿を読む人",
  "audience.words": "投稿ごとに選べます。送る前に、もう一度ページに表示されます。",
  "done": "ホームへ",
} satisfies Said<WelcomeWord>;
