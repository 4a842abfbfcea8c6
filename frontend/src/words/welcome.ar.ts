import type { Said } from "./more.svelte";
import type { WelcomeWord } from "./welcome.en";

export default {
  "title": "أهلًا بك، {name}",
  "words": "ثلاث خطوات، دقيقة لكل منها. يمكنك العودة إليها من الإعدادات.",
  "know.title": "١. ماذا تعرف؟",
  "know.words": "بهذا يجدك الزملاء الذين يبحثون عمّن يعرف. كلمات قليلة لكل أمر، وبينها فواصل.",
  "know.label": "ما تعرفه",
  "know.hint": "أفران، طلاء الخزف، أوراق التصدير",
  "know.title-label": "ما عملك",
  "know.save": "حفظ",
  "know.saved": "تم الحفظ",
  "topics.title": "٢. عمَّ تريد أن تسمع؟",
  "topics.words": "المنشورات في موضوع تتابعه تصل إلى صفحتك الرئيسية، أيًّا كان كاتبها.",
  "topics.label": "موضوع آخر",
  "topics.follow": "متابعة",
  "topics.none": "لا يدور الحديث عن أي موضوع بعد. ابدأ موضوعًا: اكتب منشورًا فيه ‎#كلمة.",
  "people.title": "٣. مَن يعمل معك؟",
  "people.words": "ما يكتبونه يصل إلى صفحتك الرئيسية.",
  "people.follow": "متابعة {name}",
  "people.followed": "تتابع {name}",
  "people.none": "لا أحد غيرك في الدليل بعد. سيظهر فيه من تدعوهم.",
  "people.bring": "هل كان لديك حساب على خادم آخر؟ انقل من كنت تتابعهم",
  "audience.title": "مَن يقرأ ما تكتبه",
  "audience.words": "تختار ذلك لكل منشور، وقبل نشره تذكّرك الصفحة به.",
  "done": "إلى صفحتي الرئيسية",
} satisfies Said<WelcomeWord>;
