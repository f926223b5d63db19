import type { SiteId } from '../company.js';
import { contentModeration, reviewSentiment, ticketTriage } from './classify.js';
import { codeGeneration, codeReview, sqlWriter, unitTests } from './code.js';
import { contractAnalysis, invoiceExtraction, reportAnalysis } from './documents.js';
import type { Script } from './script.js';
import { emailSummary, meetingNotes, newsDigest } from './summarize.js';
import { orderAssistant, refundPolicyQa, supportChat } from './support.js';

export const scripts: Readonly<Record<SiteId, Script>> = {
  'ticket-triage': ticketTriage,
  'review-sentiment': reviewSentiment,
  'content-moderation': contentModeration,
  'news-digest': newsDigest,
  'email-summary': emailSummary,
  'meeting-notes': meetingNotes,
  'support-chat': supportChat,
  'order-assistant': orderAssistant,
  'refund-policy-qa': refundPolicyQa,
  'code-review': codeReview,
  'code-generation': codeGeneration,
  'sql-writer': sqlWriter,
  'unit-tests': unitTests,
  'contract-analysis': contractAnalysis,
  'invoice-extraction': invoiceExtraction,
  'report-analysis': reportAnalysis,
};
