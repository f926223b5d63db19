import type { Task } from '../model/call.js';
import { hashOf } from './feature-hash.js';

/**
 * Words by which people ask for a task, in the languages that LLM traffic is written in. Entries of four letters and more match words that begin
 * so; entries in Chinese, Japanese, Korean and Thai match anywhere. They are features, not verdicts: the model weighs them by where they stand.
 */
const cueWords: Readonly<Partial<Record<Task, string>>> = {
  summarization: 'summar tldr tl;dr condense synopsis abstract recap digest gist zusammenf kurzfassung résum resum resüm riassu samenvat sammanfat streszcz podsumow özetl обобщ резюм кратко изложи суммар tóm tắt ringkas لخص تلخيص ملخص خلاص सारांश 总结 概括 摘要 归纳 总结 總結 要約 まとめ 요약 สรุป',
  translation: 'translat übersetz uebersetz tradu vertaal vertal översätt oversett oversæt tłumacz przetłum перевед перевод переклад çevir dịch terjemah ترجم अनुवाद 翻译 翻譯 译成 译为 訳し 翻訳 訳して 번역 แปล subtitl locali english german french spanish italian portugu japanese chinese korean russian arabic turkish polish dutch hindi deutsch englisch französ anglais français inglés español 英文 英语 日语 中文 英語 日本語 영어 한국어',
  classification: 'classif categor label labels sentiment spam intent moderat judge judging grade grading evaluat rate rating score route triage toxic offensi unsafe safe violat policy positive negative neutral detect entail contradict klassifi kategori einordn bewerte stimmung clasific clasifi classer classe étiquet sentim categoria класси категор тональн определи phân loại sınıfl duygu صنف تصنيف वर्गीकृ 分类 分類 情感 判断 判定 正面 负面 标签 意图 カテゴリ 感情 分類 評価 분류 감정 판단 จำแนก rubric criteria verdict priority urgent yes/no true/false',
  extraction: 'extract entit named pull parse fields field json keys list identify mention names dates amounts invoice receipt metadata extrah entnimm eigennam entität extrai extraer extrae extraia extrair entités estrai извлек сущност wyodręb çıkar trích xuất استخرج निकालें 提取 抽取 实体 识别 命名实体 列出 抽出 固有表現 추출 개체명 ดึง keywords triples topics',
  rewriting: 'rewrite rewrit rephras paraphras proofread grammar correct fix polish improve edit shorten simplif formal tone spelling typo clearer fluent umschreib umformul korrigier formulier verbesser reformul corrig réécri reescrib reescrev mejora riscriv corregg herschrijf perepis перепиши исправь перефраз улучши popraw przeredag düzelt yeniden viết lại sửa صحح أعد صياغة 改写 润色 修改 纠正 改正 病句 重写 错别字 添削 書き直 言い換え 校正 고쳐 교정 다듬 split combine',
  closed_qa: 'context passage document documents excerpt article articles paragraph according based retrieved provided below text kontext laut folgend textabschnitt selon contexte d\'après según contexto pasaje secondo contesto согласно контекст текст źródł bağlam metne đoạn văn ngữ cảnh السياق النص الفقرة संदर्भ 根据 阅读 上下文 材料 文章 段落 本文 文脈 次の文 지문 다음 글 บริบท knowledge source sources',
  open_qa: 'what who when where which why how wer wann was warum welche quel quelle quand pourquoi comment qué quién cuándo cuál dónde cosa quando perché quale kto что когда какой почему где сколько kiedy jaki dlaczego kim hangi neden ai khi nào vì sao من متى أين ما هو ماذا कौन क्या कब 什么 谁 哪 为什么 何时 多少 怎么 なぜ いつ どこ 誰 何 무엇 누구 언제 왜 ใคร อะไร explain define difference',
  code: 'code function python javascript typescript java sql html css regex algorithm implement debug bug program script class method query bash shell command compile error exception stack unit test api refactor react node docker git rust golang c++ programm funktion fonction función код функц програм написать скрипт 代码 函数 编程 程序 实现 算法 コード 関数 プログラム 実装 코드 함수 프로그램 โค้ด',
  reasoning: 'solve calculate compute prove puzzle logic riddle equation probability sum total how many math step think reason deduce berechn löse beweis rechne gleichung calcul résou démontr problèm calcula resuelve problema risolvi реши вычисл докажи задач oblicz rozwiąż hesapla çöz tính giải احسب حل हल गणना 计算 求解 证明 解题 推理 数学 一步 計算 解いて 証明 求め 계산 풀어 수학 options percent ratio speed average',
  generation: 'write compose draft create generate story poem essay email letter blog post article song lyrics speech script advert slogan description tweet cover schreib verfass entwirf gedicht geschichte brief écri rédige rédig poème histoire lettre escrib redacta poema cuento carta escrev scrivi racconto напиши сочини составь рассказ стих письмо napisz yaz şiir hikaye viết bài اكتب قصة قصيدة लिख कहानी कविता 写 撰写 创作 作文 故事 诗 小说 邮件 文案 演讲 书写 書いて 作成 物語 小説 メール 작성 써줘 이야기 편지 เขียน',
  brainstorming: 'ideas idea brainstorm suggest suggestion names recommend tips ways things gift plan options list list give ideen vorschl schlage idées suggère propose sugier ideias sugere idee sugger идеи предлож посовет pomysł öner fikir gợi ý ý tưởng اقترح أفكار सुझाव 想法 建议 推荐 点子 创意 头脑风暴 方案 哪些 アイデア 提案 おすすめ 案を 아이디어 추천 제안 ไอเดีย',
  conversation: 'hello thanks thank please feel feeling friend chat chatting roleplay persona companion support customer hallo danke bonjour merci hola gracias ciao grazie olá obrigad привет спасибо cześć merhaba xin chào مرحبا شكرا नमस्ते 你好 谢谢 聊天 陪 扮演 こんにちは ありがとう 안녕 고마워 สวัสดี pretend imagine character',
  agent: 'tool tools function functions action observation thought agent browser execute invoke available step steps task click navigate search book order lookup fetch schedule send weather werkzeug outil herramient strumento инструмент 工具 调用 智能体 ツール 도구 api apis',
  other: 'image picture photo draw painting illustration logo render zeichne bild dessine dibuja disegna нарису vẽ ارسم 图片 画 图像 照片 绘制 画像 描いて 그림 รูป complete continue repeat say count test',
};

/** Bit i of a cue's mask = it speaks for the task at index i of `cueTasks`. A word may speak for several. */
export const cueTasks = Object.keys(cueWords) as Task[];

/** Letters. Shorter entries must be the whole word. */
export const MIN_STEM_LETTERS = 4;
export const MAX_STEM_LETTERS = 9;

export interface CueTable {
  /** Filter by the low 16 bits of the hash: 0 = certainly no cue. */
  filter: Uint8Array;
  masks: ReadonlyMap<number, number>;
}

export const buildCueTable = (): CueTable => {
  const filter = new Uint8Array(1 << 16);
  const masks = new Map<number, number>();
  cueTasks.forEach((task, index) => {
    for (const word of (cueWords[task] ?? '').split(' ')) {
      const hash = hashOf(word.slice(0, MAX_STEM_LETTERS));
      filter[hash & 0xffff] = 1;
      masks.set(hash, (masks.get(hash) ?? 0) | (1 << index));
    }
  });
  return { filter, masks };
};
