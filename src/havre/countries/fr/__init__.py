"""France: the lists, policies, numbers and routes of its national network.

Values of the lists of cases are those of HTCDS 2.0 (International Organization for Migration, CC BY 4.0), used without
any endorsement; additions are ours.
"""
