"""Names for an invented state.

Places and schools were made of parts and compared with the state's and the national directory:
none is the name of a real district, town or school. Persons are chance pairs of first and last
names.
"""


def _each(names: str) -> list[str]:
    return names.split()


PLACES = _each("""
    Alderhollow Alderthorpe Amberbridge Ambercombe Ardenford Ardenwell Aspengarth Aspenmarch
    Brackencrest Brackenstrand Bramblecrest Bramblethorpe Briarlea Briarlow Brindlehurst
    Brindlewick Calderford Calderlea Candlebourne Candlefell Cedarcombe Cedarworth Chervilcrest
    Chervilton Clovergarth Cloverwick Copperfell Copperlow Corrancrest Corranwell Dapplebridge
    Dappleworth Driftcrest Driftwade Eldermarch Elderwold Emberhollow Emberwade Fallowbridge
    Fallowfell Fenneldale Fennelton Fernhurst Fernmere Finchdale Finchstead Flintmere
    Flintstrand Foxholm Foxmoor Garnetwell Garnetwick Gorsefell Gorseton Grousebrook
    Grousethorpe Harrowbrook Harrowcombe Hawfell Hawton Hazelhollow Hazelwick Heathercombe
    Heatherholm Heronbourne Heronlea Hollinlow Hollinmoor Ivorydale Ivorythorpe Juniperhollow
    Juniperwold Kestrelwold Kestrelworth Larkhurst Larkthorpe Laurelstead Laurelwell Lindenmoor
    Lindenshaw Loambourne Loamford Lupinbrook Lupinhurst Mallowbrook Mallowlea Mapleshaw
    Maplestrand Marlbridge Marlwold Marrowbrook Marrowgarth Merrinholm Merrinton Mistleholm
    Mistlelow Mosshollow Mossholm Nettlebrook Nettlewade Oatcombe Oatmoor Ospreybourne
    Ospreyshaw Otterbourne Ottermoor Pebblewade Pebblewell Pippindale Pippinrigg Plovermere
    Ploverwold Quillstrand Quillwick Quincelow Quincestead Rookdale Rookstead Rowanlow Rowanrigg
    Rushrigg Rushthorpe Russetford Russetgarth Saffronhurst Saffronrigg Sedgemarch Sedgerigg
    Sorrelfell Sorrelmoor Sparrowgarth Sparrowshaw Starlingwade Starlingworth Tansydale
    Tansywold Tarrowhollow Tarrowshaw Tealbridge Tealworth Thistlecrest Thistlegarth Thornbridge
    Thornford Umbermere Umbershaw Vetchcombe Vetchlea Wetherford Wetherworth Whinholm Whinton
    Willowbourne Willowstrand Wrenmere Wrenrigg Yarrowmere Yarrowstrand
""")

HALVES = _each("""
    Acorn Alder Amber Beacon Birchbark Bluestem Bobolink Bright Bronze Butterfly Cattail
    Chestnut Cloud Comet Copper Cricket Firefly Foxglove Goldfinch Granite Harvest Heron Ivy
    Juniper Kite Lantern Larkspur Lilac Lodestar Marigold Meadowlark Milkweed Morning Orchard
    Otter Pebble Periwinkle Pinecone Quartz Redstem Robin Sassafras Silver Skylark Snowdrop
    Sparrow Starlight Sunrise Sycamore Thistle Topaz Tulip Violet Walnut Windmill Yarrow
""")

GROUNDS = _each("Knoll Bend Terrace Crossing Garden Meadow Landing")

FIRST_NAMES = _each("""
    Aaliyah Abel Adela Ahmed Aisha Alice Alma Amara Amir Ana Andre Angela Anita Anya Aria Arturo
    Asha Beatriz Ben Bianca Brandon Brenda Caleb Camila Carla Carmen Cecilia Chidi Chloe Clara
    Connor Dana Daniel Darius Deepa Delia Denise Derek Diego Dominic Edith Elena Eli Elise Emeka
    Emil Erin Esther Eva Fatima Felix Fiona Frank Gabriel Gina Grace Graham Hana Harold Hassan
    Helen Hugo Ida Imani Ines Ingrid Irene Isaac Ivan Jada Jamal Janet Jasmine Javier Jin Joan
    Joel Jonah Josefa Joy Julian Kara Karim Keisha Kenji Kofi Lamar Laura Leah Leila Leon Lin
    Lorena Lucia Luis Luz Malik Marcus Margit Maria Marisol Mateo Maya Mei Miguel Mina Miriam
    Nadia Naomi Nina Noel Nora Olga Omar Oscar Paul Petra Philip Priya Quentin Rafael Ramona
    Renee Rita Rosa Roy Ruth Sadie Samir Sandra Selma Sergio Simone Sofia Stella Tamara Tariq
    Teresa Theo Tyrone Uma Vera Victor Wanda Wei Xavier Yara Yusuf Zoe
""")

LAST_NAMES = _each("""
    Abara Abbott Acosta Adeyemi Alvarez Amin Anders Appiah Arroyo Baines Banerjee Barlow Becker
    Beltran Bishop Boateng Brandt Bui Calloway Cardenas Castillo Chandra Chavez Cho Christensen
    Coleman Crane Cruz Dawson Delgado Desai Dietrich Doyle Drummond Duarte Dubois Ebert Edwards
    Eguchi Ellison Espinoza Fairley Farouk Ferreira Fields Fischer Fofana Frost Fuentes Gaines
    Garza Gibbons Goldberg Grady Greer Gruber Guerra Hadley Haines Hakim Halvorsen Hampton
    Hanley Hartwell Hayashi Herrera Hoang Holloway Hussain Ibarra Iverson Jansen Jefferies
    Jimenez Joshi Kamara Kaplan Keane Kessler Khalil Kimura Kowalski Kruger Lacey Lam Langley
    Larsen Lindqvist Lockhart Lozano Maddox Maldonado Mansour Marek Mbeki McAdams Medina Mehta
    Mercer Meyer Molina Moreau Munroe Nakamura Navarro Ndiaye Nowak O’Brien Ochoa Okafor Olsen
    Ortega Osei Padilla Parrish Patel Pavlik Pereira Petrov Quigley Quiroz Rahman Ramsey Reyes
    Rhodes Rivas Romero Rossi Sabo Salazar Sandoval Santos Sato Schaefer Serrano Shah Sharpe
    Sloan Soto Sterling Sullivan Tanaka Tate Tavares Tillman Tran Underhill Valdez Vance Varga
    Vasquez Vogel Wallace Warner Weiss Whitfield Winters Wolfe Yates Yoon Zamora Zhang Zielinski
""")
