package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/** Who gave what to whom? The last gift that fits the question answers. The latest gifts are asked for. */
final class GivingInquiry implements Inquiry {
    private static final int REMEMBERED = 16;

    private final Recent<Gift> gifts = new Recent<>(REMEMBERED);

    private record Gift(int giver, int object, int receiver, int line) {}

    @Override
    public int steps() {
        return 4;
    }

    @Override
    public boolean canAsk(World world, SplitMix random) {
        return gifts.size() > 0;
    }

    @Override
    public Clause approach(World world, SplitMix random) {
        int held = Events.held(holder -> world.peopleIn(world.placeOfPerson(holder)) > 1, world, random);
        if (held == Choice.NONE) {
            return Events.takeOrComeNear(world, random);
        }
        int giver = world.holder(held);
        int receiver = Events.companion(giver, world, random);
        return receiver == Choice.NONE
                ? SentenceKind.MOVE.of(random.otherThan(giver, world.people()), world.placeOfPerson(giver))
                : SentenceKind.GIVE.of(giver, held, receiver);
    }

    @Override
    public void happened(Clause event, int line, World world) {
        if (event.kind() == SentenceKind.GIVE) {
            gifts.add(new Gift(event.first(), event.second(), event.third(), line));
        }
    }

    @Override
    public Question ask(World world, SplitMix random) {
        Gift gift = gifts.get(random.below(gifts.size()));
        int giver = gift.giver();
        int object = gift.object();
        int receiver = gift.receiver();
        return switch (random.below(5)) {
            case 0 -> {
                Gift found = latest(SentenceKind.WHAT_WAS_GIVEN, gift);
                yield question(SentenceKind.WHAT_WAS_GIVEN.of(giver, receiver), found.object(), found);
            }
            case 1 -> {
                Gift found = latest(SentenceKind.WHO_GAVE_TO, gift);
                yield question(SentenceKind.WHO_GAVE_TO.of(object, receiver), found.giver(), found);
            }
            case 2 -> {
                Gift found = latest(SentenceKind.WHO_GAVE, gift);
                yield question(SentenceKind.WHO_GAVE.of(object), found.giver(), found);
            }
            case 3 -> {
                Gift found = latest(SentenceKind.WHO_WAS_GIVEN, gift);
                yield question(SentenceKind.WHO_WAS_GIVEN.of(giver, object), found.receiver(), found);
            }
            default -> {
                Gift found = latest(SentenceKind.WHO_RECEIVED, gift);
                yield question(SentenceKind.WHO_RECEIVED.of(object), found.receiver(), found);
            }
        };
    }

    private static Question question(Clause asked, int answer, Gift gift) {
        return new Question(asked, Answer.of(answer, gift.line()));
    }

    /** The last gift that agrees with this one in all that the question names. */
    private Gift latest(SentenceKind question, Gift gift) {
        for (int age = 0; age < gifts.size(); age++) {
            Gift candidate = gifts.get(age);
            boolean sameGiver = candidate.giver() == gift.giver();
            boolean sameObject = candidate.object() == gift.object();
            boolean sameReceiver = candidate.receiver() == gift.receiver();
            boolean fits = switch (question) {
                case WHAT_WAS_GIVEN -> sameGiver && sameReceiver;
                case WHO_GAVE_TO -> sameObject && sameReceiver;
                case WHO_WAS_GIVEN -> sameGiver && sameObject;
                default -> sameObject;
            };
            if (fits) {
                return candidate;
            }
        }
        throw new IllegalStateException(gift + " is not remembered");
    }
}
