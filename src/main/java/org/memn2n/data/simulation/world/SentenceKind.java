package org.memn2n.data.simulation.world;

import static org.memn2n.data.simulation.world.Noun.ANIMAL;
import static org.memn2n.data.simulation.world.Noun.COLOUR;
import static org.memn2n.data.simulation.world.Noun.CONTAINER;
import static org.memn2n.data.simulation.world.Noun.DIRECTION;
import static org.memn2n.data.simulation.world.Noun.FIGURE;
import static org.memn2n.data.simulation.world.Noun.MOTIVE;
import static org.memn2n.data.simulation.world.Noun.NUMBER;
import static org.memn2n.data.simulation.world.Noun.OBJECT;
import static org.memn2n.data.simulation.world.Noun.PERSON;
import static org.memn2n.data.simulation.world.Noun.PLACE;
import static org.memn2n.data.simulation.world.Noun.TIME;
import static org.memn2n.data.simulation.world.Noun.VERDICT;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a sentence can say or ask, and of which classes the things are that it says it about. */
@SuppressWarnings("ImmutableEnumChecker") // its lists cannot be changed
public enum SentenceKind {
    /** A person goes to a place. */
    MOVE(PERSON, PLACE),
    /** The person of the sentence before goes on to a place. */
    MOVE_ON(PERSON, PLACE),
    /** Two people go to a place. */
    MOVE_TOGETHER(PERSON, PERSON, PLACE),
    /** The two people of the sentence before go on to a place. */
    MOVE_ON_TOGETHER(PERSON, PERSON, PLACE),
    /** A person went to a place at a time. */
    MOVE_AT(PERSON, PLACE, TIME),
    /** A person takes an object. */
    TAKE(PERSON, OBJECT),
    /** A person puts down an object. */
    DROP(PERSON, OBJECT),
    /** The first person gives an object to the second. */
    GIVE(PERSON, OBJECT, PERSON),
    /** A person is in a place. */
    IS_IN(PERSON, PLACE),
    /** A person is not in a place. */
    IS_NOT_IN(PERSON, PLACE),
    /** A person is not in a place any more. */
    IS_NO_LONGER_IN(PERSON, PLACE),
    /** A person is in one of two places. */
    IS_IN_EITHER(PERSON, PLACE, PLACE),
    /** The first place lies next to the second, in this direction of it. */
    PLACE_LIES(PLACE, DIRECTION, PLACE),
    /** The first figure lies next to the second, in this direction of it. */
    FIGURE_LIES(FIGURE, DIRECTION, FIGURE),
    /** All animals of the first kind fear those of the second. */
    FEARS(ANIMAL, ANIMAL),
    /** Somebody is an animal of this kind. */
    IS_A(PERSON, ANIMAL),
    /** Somebody has a colour. */
    HAS_COLOUR(PERSON, COLOUR),
    /** The first container is smaller than the second. */
    FITS(CONTAINER, CONTAINER),
    /** The first container is larger than the second. */
    IS_BIGGER(CONTAINER, CONTAINER),
    /** A person has a motive. */
    FEELS(PERSON, MOTIVE),
    /** A person goes where the motive leads to. */
    GOES_FOR(PERSON, MOTIVE),
    /** A person gets what the motive asks for. */
    GETS_FOR(PERSON, MOTIVE),

    /** A distraction: a person does something that changes nothing. */
    PERSON_IDLES(PERSON),
    /** A distraction: a person has a place in mind. */
    PERSON_RECALLS(PERSON, PLACE),
    /** A distraction: a person has an eye on an object. */
    PERSON_SEES(PERSON, OBJECT),
    /** A distraction: a place is somehow. */
    PLACE_IDLES(PLACE),
    /** A distraction: a figure is somehow. */
    FIGURE_IDLES(FIGURE),
    /** A distraction: a container is somehow. */
    CONTAINER_IDLES(CONTAINER),

    /** Where is this person? */
    WHERE_IS_PERSON(asks(PLACE), PERSON),
    /** Where is this object? */
    WHERE_IS_OBJECT(asks(PLACE), OBJECT),
    /** Where was this object before it was in this place? */
    WHERE_WAS_OBJECT(asks(PLACE), OBJECT, PLACE),
    /** Where was this person before he or she was in this place? */
    WHERE_WAS_PERSON(asks(PLACE), PERSON, PLACE),
    /** Is this person in this place? */
    IS_PERSON_IN(asks(VERDICT), PERSON, PLACE),
    /** What lies in this direction of this place? */
    WHAT_LIES(asks(PLACE), DIRECTION, PLACE),
    /** Of what does this place lie in this direction? */
    OF_WHAT_LIES(asks(PLACE), PLACE, DIRECTION),
    /** What did the first person give to the second? */
    WHAT_WAS_GIVEN(asks(OBJECT), PERSON, PERSON),
    /** Who gave this object to this person? */
    WHO_GAVE_TO(asks(PERSON), OBJECT, PERSON),
    /** Who gave this object away? */
    WHO_GAVE(asks(PERSON), OBJECT),
    /** To whom did this person give this object? */
    WHO_WAS_GIVEN(asks(PERSON), PERSON, OBJECT),
    /** Who was given this object? */
    WHO_RECEIVED(asks(PERSON), OBJECT),
    /** How many objects does this person carry? */
    HOW_MANY(asks(NUMBER), PERSON),
    /** Which objects does this person carry? */
    WHAT_IS_CARRIED(asks(OBJECT), PERSON),
    /** What does this animal fear? */
    WHAT_IS_FEARED(asks(ANIMAL), PERSON),
    /** Which colour has this animal? */
    WHICH_COLOUR(asks(COLOUR), PERSON),
    /** Does the first figure lie in this direction of the second? */
    DOES_FIGURE_LIE(asks(VERDICT), FIGURE, DIRECTION, FIGURE),
    /** Does the first container fit in the second? */
    DOES_FIT(asks(VERDICT), CONTAINER, CONTAINER),
    /** Is the first container bigger than the second? */
    IS_IT_BIGGER(asks(VERDICT), CONTAINER, CONTAINER),
    /** How does one get from the first place to the second? */
    HOW_TO_GO(asks(DIRECTION), PLACE, PLACE),
    /** Where will this person go? */
    WHERE_WILL_GO(asks(MOTIVE), PERSON),
    /** Why did this person go where this motive leads to? */
    WHY_GO(asks(MOTIVE), PERSON, MOTIVE),
    /** Why did this person get what this motive asks for? */
    WHY_GET(asks(MOTIVE), PERSON, MOTIVE);

    private final Optional<Noun> answer;
    private final List<Noun> arguments;

    SentenceKind(Noun... arguments) {
        this(Optional.empty(), arguments);
    }

    SentenceKind(Optional<Noun> answer, Noun... arguments) {
        this.answer = answer;
        this.arguments = List.of(arguments);
    }

    private static Optional<Noun> asks(Noun answer) {
        return Optional.of(answer);
    }

    /** The classes of the things that such a sentence is about. */
    public List<Noun> arguments() {
        return arguments;
    }

    /** The class of the answer; empty for a statement. */
    public Optional<Noun> answer() {
        return answer;
    }

    /** What a lexicon calls the kind, such as {@code is-in}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sentence about one thing. */
    public Clause of(int first) {
        return new Clause(this, first, 0, 0);
    }

    /** A sentence about two things. */
    public Clause of(int first, int second) {
        return new Clause(this, first, second, 0);
    }

    /** A sentence about three things. */
    public Clause of(int first, int second, int third) {
        return new Clause(this, first, second, third);
    }
}
