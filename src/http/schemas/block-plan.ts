/** What `GET /blocks/plan` answers as JSON. */
import { Type } from 'typebox';
import { ANSWER, Cost, Count, closed, orNull, Share, Time } from './answer-parts.ts';

const { parameters: _, ...REACHING } = ANSWER;

const TAKEN = { requests: Count, bytes: Count, cost: orNull(Cost) };
const Saved = closed(
  { ...TAKEN, bytesShare: Share, requestsShare: Share },
  'What the block would have saved; its cost is that of the months less that of the months without it',
);

const Hit = closed(
  {
    clients: Count,
    lightClients: Count,
    lightRequests: Count,
    lightBytes: Count,
    lightDownloads: Count,
    agents: Count,
    otherRequests: Count,
    friendRequests: Count,
  },
  'Whom it would have hit; light clients took no more than the average one',
);

export const BlockPlanAnswer = closed({
  question: Type.Literal('block-plan'),
  created: Time,
  asked: Type.String({ description: 'In the words of the command line' }),
  buckets: Type.Array(Type.String()),
  ownAccounts: Type.Array(Type.String()),
  all: closed(TAKEN, 'What everybody took'),
  saves: Saved,
  entries: Type.Array(
    closed({
      subject: Type.String(),
      cidrs: Type.Array(Type.String()),
      reason: Type.String(),
      rule: Type.String(),
      saves: Saved,
      hits: Hit,
      created: Time,
      expires: Time,
    }),
  ),
  leftOut: Type.Array(closed({ what: Type.String(), because: Type.String() })),
  ...REACHING,
});
